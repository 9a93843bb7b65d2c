/** What bots depend on, and what in a failure names it. To know another dependency, add a row. */

export interface Dependency {
  readonly name: string;
  /** Ends of host names. */
  readonly hosts?: readonly string[];
  /** Where nothing else listens there by convention. */
  readonly ports?: readonly number[];
  /** Installed packages in a stack. */
  readonly packages?: RegExp;
  readonly classes?: RegExp;
  /** Codes and types of its own. */
  readonly codes?: RegExp;
  /** Words of a message that only it would say, or its name. */
  readonly words?: RegExp;
  /** Rows for single services of it: where its words name one of them, that one is meant. */
  readonly serves?: readonly string[];
  /** Classes that are most often of it, where nothing else is named. */
  readonly usual?: RegExp;
}

export const DEPENDENCIES: readonly Dependency[] = [
  {
    name: "slack",
    hosts: ["slack.com", "slack-edge.com"],
    packages:
      /^(?:@slack\/(?:web-api|socket-mode|webhook|oauth|rtm-api)|slack_sdk|slack_bolt|slackclient|slackbots|com\.slack\.api[\w.]*|github\.com\/slack-go\/slack|slack-ruby-client|Slack)$/,
    classes:
      /^(?:WebAPI\w*Error|SlackApiError|SlackRequestError|SlackClientError|BoltError|AppInitializationError|SMWebsocketError|RespondError|AuthorizationError|IncomingWebhook\w*Error)$/,
    codes:
      /^(?:slack_(?:webapi|webhook|rtmapi|socket_mode)_.*|not_authed|missing_scope|channel_not_found|not_in_channel|account_inactive|is_archived|msg_too_long|invalid_blocks|expired_trigger_id|not_allowed_token_type)$/,
    words:
      /\bslack\b|An API error occurred|response_url|WSS URL|apps\.connections\.open|\bxox[abp]-|slack_(?:sdk|bolt)\b/i,
  },
  {
    name: "discord",
    hosts: ["discord.com", "discord.gg", "discordapp.com"],
    packages:
      /^(?:discord\.js|@discordjs\/|discord$|discord\.|nextcord|disnake|hikari|discordgo|serenity|eris$|net\.dv8tion\.jda)/,
    classes: /^(?:Discord\w*(?:Error|Exception|Failure)|ConnectionClosed|LoginFailure|PrivilegedIntentsRequired)$/,
    words: /\bdiscord\b|\bShard ID\b/i,
  },
  {
    name: "telegram",
    hosts: ["telegram.org"],
    packages:
      /^(?:telegraf$|grammy$|@grammyjs\/|node-telegram-bot-api$|telegram$|telegram\.|aiogram|telebot|telethon|pyrogram)/,
    classes: /^(?:Telegram\w*(?:Error|Exception)|GrammyError|FloodWait\w*)$/,
    words: /\btelegram\b|\bgetUpdates\b|\bETELEGRAM\b/i,
  },
  {
    name: "teams",
    hosts: ["botframework.com", "teams.microsoft.com"],
    packages: /^(?:botbuilder|@microsoft\/teams|botframework|Microsoft\.Bot\b)/,
    words: /\bMicrosoft Teams\b|\bbot ?framework\b/i,
  },
  {
    name: "anthropic",
    hosts: ["anthropic.com"],
    packages:
      /^(?:@anthropic-ai\/|@ai-sdk\/anthropic$|@langchain\/anthropic$|anthropic$|langchain_anthropic$|Anthropic$|com\.anthropic\b|github\.com\/anthropics\/|org\.springframework\.ai\.anthropic\b|dev\.langchain4j\.model\.anthropic\b)/,
    classes: /^AnthropicError$/,
    words: /\banthropic|\bclaude|x-api-key|"type":\s?"error",\s?"error":\s?\{/i,
  },
  {
    name: "openai",
    // Azure's service of the same models answers as it does.
    hosts: ["openai.com", "openai.azure.com", "cognitiveservices.azure.com"],
    packages:
      /^(?:openai$|@ai-sdk\/(?:openai|azure$)|@azure\/openai$|@langchain\/openai$|langchain_openai$|ruby-openai$|OpenAI$|Azure\.AI\.OpenAI\b|com\.(?:openai|theokanning\.openai|azure\.ai\.openai)\b|github\.com\/(?:sashabaranov\/go-openai|openai\/)|org\.springframework\.ai\.(?:openai|azure\.openai)\b|dev\.langchain4j\.model\.(?:openai|azure)\b)/,
    classes: /^OpenAIError$/,
    codes: /^(?:insufficient_quota|context_length_exceeded)$/,
    words:
      /\bopenai|azure ?open ?ai|\bgpt[- ]\d|\bgpt request\b|chatgpt|\bmodel\.(?:request|read)\b|\bAPI deployment for this resource\b|invalid subscription key or wrong API endpoint/i,
  },
  {
    name: "azure",
    hosts: ["azure.com", "windows.net", "microsoftonline.com"],
    packages: /^(?:@azure\/|Azure\b|com\.azure\b|azure$)/,
    serves: ["openai"],
    words: /\bazure/i,
  },
  {
    name: "gemini",
    hosts: ["generativelanguage.googleapis.com", "aiplatform.googleapis.com"],
    packages:
      /^(?:@google\/(?:genai|generative-ai)|@google-cloud\/vertexai|@ai-sdk\/google|@langchain\/google|vertexai$|langchain_google)/,
    classes: /^GoogleGenerativeAI\w*Error$/,
    words: /\bgemini\b|GoogleGenerativeAI|vertex[- ]?ai|generativelanguage|google\.(?:genai|generativeai)/i,
  },
  {
    name: "bedrock",
    hosts: ["bedrock-runtime", "bedrock"],
    packages: /^(?:@aws-sdk\/client-bedrock|@ai-sdk\/amazon-bedrock)/,
    words:
      /\bbedrock\b|\bInvokeModel|\bConverse(?:Stream)? operation|\binference profile|\btoo many tokens, please wait/i,
  },
  { name: "mistral", hosts: ["mistral.ai"], packages: /^(?:@mistralai\/|@ai-sdk\/mistral$)/, words: /\bmistral\b/i },
  {
    name: "cohere",
    hosts: ["cohere.ai", "cohere.com"],
    packages: /^(?:cohere-ai$|@ai-sdk\/cohere$)/,
    words: /\bcohere\b/i,
  },
  { name: "groq", hosts: ["groq.com"], packages: /^(?:groq-sdk$|@ai-sdk\/groq$)/, words: /\bgroq\b/i },
  { name: "openrouter", hosts: ["openrouter.ai"], packages: /^@openrouter\//, words: /\bopenrouter\b/i },
  { name: "deepseek", hosts: ["deepseek.com"], words: /\bdeepseek\b/i },
  { name: "xai", hosts: ["x.ai"], packages: /^@ai-sdk\/xai$/, words: /\bgrok-\d/i },
  { name: "huggingface", hosts: ["huggingface.co"], packages: /^@huggingface\//, words: /hugging ?face/i },
  { name: "ollama", ports: [11434], packages: /^ollama/, words: /\bollama\b/i },
  {
    name: "mongodb",
    hosts: ["mongodb.net"],
    ports: [27017, 27018, 27019],
    packages:
      /^(?:mongodb|mongoose|@prisma\/adapter-mongo|pymongo$|motor$|mongoengine$|mongo$|mongoid$|MongoDB$|(?:com|org)\.mongodb\b|go\.mongodb\.org\/)/,
    classes: /^(?:Mongo|ServerSelectionTimeoutError$|NotPrimaryError$|AutoReconnect$)/,
    words: /\b(?:py)?mongo|_mongodb\._tcp|\bE11000\b|\bcodeName\b/i,
  },
  {
    name: "postgres",
    hosts: ["neon.tech", "supabase.co", "supabase.com"],
    ports: [5432, 6432],
    packages:
      /^(?:pg$|pg-|postgres$|@neondatabase\/|@vercel\/postgres|psycopg|asyncpg$|pg8000$|Npgsql$|org\.postgresql\b|github\.com\/(?:jackc\/pgx|lib\/pq)|PG$)/,
    classes: /^(?:DatabaseError|PostgresError)$/,
    words: /\bpostgres|\bpsql\b|\bpg_|\bpg:|\bpsycopg|\basyncpg\b|\bpg8000\b|\bpgbouncer\b/i,
    usual: /^PrismaClient/,
  },
  {
    name: "mysql",
    ports: [3306],
    packages:
      /^(?:(?:mysql2?|mariadb|pymysql|MySQLdb|aiomysql|MySqlConnector|MySql|Mysql2)$|com\.mysql\b|github\.com\/go-sql-driver\/)/,
    codes: /^(?:ER_[A-Z_]+|PROTOCOL_CONNECTION_LOST)$/,
    words: /\b(?:py)?mysql|mariadb/i,
  },
  {
    name: "sqlite",
    packages: /^(?:better-sqlite3|sqlite3|sqlite|libsql|@libsql\/.{1,40})$/,
    classes: /^SqliteError$/,
    codes: /^SQLITE_/,
    words: /\bsqlite/i,
  },
  {
    name: "redis",
    hosts: ["upstash.io", "redis.cloud", "redislabs.com"],
    ports: [6379, 6380],
    packages:
      /^(?:ioredis|redis|@redis\/|@upstash\/redis|bullmq|bull$|aioredis$|rq$|redis-client$|RedisClient$|Redis$|StackExchange\.Redis\b|redis\.clients\b|io\.lettuce\b|github\.com\/(?:redis|go-redis)\/)/,
    classes:
      /^(?:ReplyError|MaxRetriesPerRequestError|SocketClosedUnexpectedlyError|ClusterAllFailedError|ClientClosedError|BusyLoadingError)$/,
    codes: /^(?:NOAUTH|WRONGPASS|MISCONF|LOADING|READONLY|OOM|MASTERDOWN|CLUSTERDOWN|NOPERM)$/,
    words:
      /\b(?:io|aio)?redis\b|\bupstash\b|\bbullmq\b|\bWRONGPASS\b|\bNOAUTH\b|\bMISCONF\b|used memory > 'maxmemory'/i,
  },
  { name: "attio", hosts: ["attio.com"], packages: /^attio/, words: /(?:\b|_)attio/i },
  { name: "hubspot", hosts: ["hubapi.com", "hubspot.com"], packages: /^@hubspot\//, words: /\bhub(?:spot|api)\b/i },
  {
    name: "salesforce",
    hosts: ["salesforce.com", "force.com"],
    packages: /^jsforce/,
    codes: /^INVALID_SESSION_ID$/,
    words: /\bsalesforce\b|\bjsforce\b/i,
  },
  { name: "pipedrive", hosts: ["pipedrive.com"], packages: /^pipedrive$/, words: /\bpipedrive\b/i },
  { name: "zendesk", hosts: ["zendesk.com"], packages: /zendesk/, words: /\bzendesk\b/i },
  { name: "intercom", hosts: ["intercom.io"], packages: /^intercom-client$/, words: /\bintercom\b/i },
  {
    name: "notion",
    hosts: ["notion.com", "notion.so"],
    packages: /^@notionhq\//,
    classes: /^(?:APIResponseError|NotionClientError)$/,
    words: /\bnotion\b/i,
  },
  { name: "airtable", hosts: ["airtable.com"], packages: /^airtable$/, words: /\bairtable\b/i },
  { name: "linear", hosts: ["linear.app"], packages: /^@linear\//, words: /\blinear\.app\b/i },
  {
    name: "jira",
    hosts: ["atlassian.net", "atlassian.com"],
    packages: /^(?:jira|@atlassian)/,
    words: /\bjira\b|\batlassian\b/i,
  },
  {
    name: "github",
    hosts: ["github.com", "githubusercontent.com"],
    packages: /^(?:@octokit\/|octokit$)/,
    words: /\bgithub\b/i,
  },
  { name: "gitlab", hosts: ["gitlab.com"], packages: /^@gitbeaker\//, words: /\bgitlab\b/i },
  { name: "stripe", hosts: ["stripe.com"], packages: /^stripe$/, classes: /^Stripe\w*Error$/, words: /\bstripe\b/i },
  { name: "twilio", hosts: ["twilio.com"], packages: /^twilio$/, words: /\btwilio\b/i },
  { name: "sendgrid", hosts: ["sendgrid.com"], packages: /^@sendgrid\//, words: /\bsendgrid\b/i },
  { name: "sentry", hosts: ["sentry.io"], packages: /^@sentry\/(?:core|transport)/, words: /\bsentry transport\b/i },
  { name: "datadog", hosts: ["datadoghq.com", "datadoghq.eu"], packages: /^dd-trace$/, words: /\bdatadog\b/i },
  {
    name: "google",
    hosts: ["googleapis.com", "google.com"],
    packages: /^(?:googleapis|google-auth-library|gaxios|@google-cloud\/)/,
    classes: /^GaxiosError$/,
    serves: ["gemini"],
    words: /\bgoogle (?:api|sheets|drive|calendar)/i,
  },
  {
    name: "s3",
    hosts: ["s3.amazonaws.com"],
    packages: /^@aws-sdk\/client-s3$/,
    codes: /^(?:NoSuchBucket|NoSuchKey)$/,
    words: /\bs3:|\bs3\b/i,
  },
  { name: "dynamodb", packages: /^@aws-sdk\/(?:client|lib)-dynamodb$/, words: /\bdynamodb\b/i },
  { name: "sqs", packages: /^(?:@aws-sdk\/client-sqs|sqs-consumer)$/, words: /\bsqs\b/i },
  {
    name: "aws",
    hosts: ["amazonaws.com"],
    packages: /^(?:(?:@aws-sdk|@smithy)\/|(?:aio)?boto(?:core|3)$)/,
    classes:
      /^(?:CredentialsProviderError|NoCredentialsError|NoRegionError|UnrecognizedClientException|ExpiredTokenException|InvalidSignatureException|SignatureDoesNotMatch|InvalidClientTokenId|InvalidAccessKeyId)$/,
    words: /\bboto(?:core|3)\b|\barn:aws:|\bsecurity token included in the request\b/i,
    serves: ["bedrock", "s3", "dynamodb", "sqs"],
  },
  {
    name: "kafka",
    ports: [9092],
    packages:
      /^(?:kafkajs|node-rdkafka|confluent_kafka|aiokafka|kafka$|rdkafka$|org\.apache\.kafka\b|Confluent\.Kafka\b|github\.com\/(?:IBM|Shopify)\/sarama|github\.com\/segmentio\/kafka-go)/,
    classes: /^KafkaJS/,
    words: /\bkafka/i,
  },
  {
    name: "rabbitmq",
    ports: [5672],
    packages:
      /^(?:amqplib|amqp-connection-manager|rascal|pika$|aio_pika$|aiormq$|kombu$|amqp$|bunny$|Bunny$|RabbitMQ\b|com\.rabbitmq\b|org\.springframework\.amqp\b|github\.com\/(?:rabbitmq|streadway)\/)/,
    words: /\brabbit(?:mq)?\b|\bamqps?\b|\bAMQP(?=[A-Z])|\b(?:aio_?)?pika\b|\bACCESS_REFUSED - Login\b/i,
  },
  { name: "nats", ports: [4222], packages: /^nats$/, classes: /^NatsError$/ },
  {
    name: "elasticsearch",
    ports: [9200],
    packages: /^@(?:elastic|opensearch-project)\//,
    words: /\belastic ?search\b|\bopensearch\b/i,
  },
  {
    name: "pinecone",
    hosts: ["pinecone.io"],
    packages: /^@pinecone-database\//,
    classes: /^Pinecone/,
    words: /\bpinecone\b/i,
  },
  { name: "qdrant", ports: [6333], hosts: ["qdrant.io"], packages: /^@qdrant\//, words: /\bqdrant\b/i },
  { name: "weaviate", hosts: ["weaviate.cloud"], packages: /^weaviate/, words: /\bweaviate\b/i },
  { name: "snowflake", hosts: ["snowflakecomputing.com"], packages: /^snowflake-sdk$/, words: /\bsnowflake\b/i },
];

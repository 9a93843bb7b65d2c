/** Manifests too: they say which libraries are installed. */
export function isLockFile(file: string): boolean {
  return /(?:^|\/)(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|requirements[\w-]*\.txt|poetry\.lock|Pipfile(?:\.lock)?|go\.(?:mod|sum)|pom\.xml|build\.gradle(?:\.kts)?|composer\.(?:json|lock)|pyproject\.toml|uv\.lock|Cargo\.(?:toml|lock)|Gemfile(?:\.lock)?|packages\.lock\.json|Directory\.Packages\.props|[\w.-]+\.(?:csproj|gemspec|versions\.toml)|mix\.(?:exs|lock)|pubspec\.(?:yaml|lock))$/.test(
    file,
  );
}

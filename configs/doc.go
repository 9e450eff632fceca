// Package configs turns a workspace folder (qunbao.yaml, a roster, forms) into a
// validated *report.Workspace and the program's own settings.
//
// Everything wrong with a workspace is told at once, each fault with its file,
// line and a hint; what is merely odd becomes a warning. YAML and the
// environment are known to this package alone. Secrets are taken only from the
// environment, or from a file that it names, never from the workspace's files.
package configs

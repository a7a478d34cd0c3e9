package io.swen.gitops.host;

/** Whose REST interface the remote's host has. */
enum HostKind {
    GITHUB,
    GITLAB,
    GITEA
}

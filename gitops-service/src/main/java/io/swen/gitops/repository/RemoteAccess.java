package io.swen.gitops.repository;

import java.time.Duration;
import org.eclipse.jgit.api.TransportConfigCallback;

/**
 * How a remote is reached.
 *
 * @param uri without credentials
 * @param branch its name without {@code refs/heads/}
 * @param timeout of one silence of the remote
 * @param credentials sets what the transport shows to the remote
 */
public record RemoteAccess(String uri, String branch, Duration timeout, TransportConfigCallback credentials) {}

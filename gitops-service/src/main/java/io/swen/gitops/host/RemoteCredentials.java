package io.swen.gitops.host;

import io.swen.gitops.repository.RemoteAccess;
import io.swen.platform.web.OutboundGuard;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Shows the remote who this is: a token over HTTPS, or a key over SSH to a host whose key is known. */
@Component
class RemoteCredentials implements DisposableBean {

    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh");
    private static final long LONGEST_TOKEN = 4096;

    private final HostProperties properties;
    private final OutboundGuard guard;
    private final @Nullable SshdSessionFactory ssh;

    RemoteCredentials(HostProperties properties, OutboundGuard guard) {
        this.properties = properties;
        this.guard = guard;
        Path key = properties.sshKeyFile();
        Path known = properties.knownHostsFile();
        this.ssh = key == null || known == null ? null : sshd(key, known);
    }

    private static SshdSessionFactory sshd(Path key, Path known) {
        Path home = key.toAbsolutePath().getParent();
        if (home == null) {
            throw new IllegalArgumentException("swen.gitops.host.ssh-key-file must be a file in a folder: " + key);
        }
        return new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(home.toFile())
                .setSshDirectory(home.toFile())
                // Nothing of a user's own configuration counts here.
                .setConfigFile(folder -> null)
                .setDefaultKnownHostsFiles(folder -> List.of(known.toAbsolutePath()))
                .setDefaultIdentities(folder -> List.of(key.toAbsolutePath()))
                .build(new JGitKeyCache());
    }

    /** Where the remote is, each time anew: an address that may not be called is refused before anything is sent. */
    RemoteAccess access(URI remote) {
        guard.check("swen.gitops.host.remote", remote.toString(), SCHEMES);
        return new RemoteAccess(remote.toString(), properties.branch(), properties.timeout(), this::configure);
    }

    private void configure(Transport transport) {
        if (transport instanceof SshTransport overSsh && ssh != null) {
            overSsh.setSshSessionFactory(ssh);
        } else if (transport instanceof TransportHttp && properties.tokenFile() != null) {
            CredentialsProvider credentials =
                    new UsernamePasswordCredentialsProvider(properties.username(), token(properties.tokenFile()));
            transport.setCredentialsProvider(credentials);
        }
    }

    /** Read each time, so that a token can be replaced without a restart. */
    static String token(Path file) {
        try {
            if (Files.size(file) > LONGEST_TOKEN) {
                throw new UnusableTokenException(file + " is too large to be a token", null);
            }
            String token = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (token.isEmpty()) {
                throw new UnusableTokenException(file + " is empty", null);
            }
            return token;
        } catch (IOException e) {
            throw new UnusableTokenException(file + " cannot be read", e);
        }
    }

    @Override
    public void destroy() {
        if (ssh != null) {
            ssh.close();
        }
    }

    /** The token's file is not there or holds none. */
    static final class UnusableTokenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusableTokenException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}

package io.swen.gitops.host;

import io.swen.gitops.host.RemoteCredentials.UnusableTokenException;
import io.swen.gitops.repository.RemoteAccess;
import io.swen.gitops.repository.RemoteBranch;
import io.swen.gitops.repository.RemoteException;
import io.swen.platform.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Shows changes at the host as branches before they are merged, so that their commits can have a status and people can open a pull
 * request on them. A commit goes there only once the scan found no secret in it.
 */
@Component
class HostBranches {

    private static final Logger LOG = LoggerFactory.getLogger(HostBranches.class);
    private static final int BATCH = 20;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final HostProperties properties;
    private final HostApi api;
    private final RemoteCredentials credentials;
    private final RemoteBranch branch;
    private final RemoteRows rows;
    private final String @Nullable [] environments;
    private final InstantSource wall = InstantSource.system();
    private Instant notBefore = Instant.EPOCH;

    HostBranches(
            HostProperties properties,
            HostApi api,
            RemoteCredentials credentials,
            RemoteBranch branch,
            RemoteRows rows) {
        this.properties = properties;
        this.api = api;
        this.credentials = credentials;
        this.branch = branch;
        this.rows = rows;
        this.environments = properties.branches().contains("*")
                ? null
                : properties.branches().toArray(String[]::new);
    }

    /** Whether a branch is to be pushed or removed. */
    boolean areDue() {
        return api.isConfigured()
                && !properties.branches().isEmpty()
                && !wall.instant().isBefore(notBefore)
                && (!rows.branchesToPush(environments, 1).isEmpty()
                        || !rows.branchesToRemove(1).isEmpty());
    }

    /** Pushes and removes what is due, a bounded number; to be called by one owner at a time. */
    void bringUpToDate(URI remote) {
        List<RemoteRows.Branch> push = rows.branchesToPush(environments, BATCH);
        List<UUID> remove = rows.branchesToRemove(BATCH);
        try {
            RemoteAccess access = credentials.access(remote);
            for (RemoteRows.Branch one : push) {
                branch.pushAs(access, name(one.changeId()), one.commitId());
                rows.branchPushed(one.changeId(), one.commitId());
            }
            for (UUID id : remove) {
                branch.pushAs(access, name(id), null);
                rows.branchRemoved(id);
            }
        } catch (RemoteException | UnusableTokenException | ProblemException e) {
            notBefore = wall.instant().plus(PAUSE_AFTER_FAILURE);
            LOG.warn("the branches of changes at the host are not up to date: {}", e.getMessage());
        }
    }

    private static String name(UUID changeId) {
        return "swen/" + changeId;
    }
}

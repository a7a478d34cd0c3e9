package io.swen.gitops.repository;

import io.swen.platform.text.Plural;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings the remote's branch here, compares it with {@code main}, and brings {@code main} there; never by force. */
@Component
public class RemoteBranch {

    private static final String TRACKING = "refs/remotes/host/main";
    private static final int MOST_COMMITS = 200;
    private static final int LONGEST_LIST = 20;

    private final EnvironmentRepository environments;

    RemoteBranch(EnvironmentRepository environments) {
        this.environments = environments;
        // A remote that leads elsewhere is a mistake or worse, as the credentials would go there too.
        StoredConfig config = environments.jgit().getConfig();
        config.setString("http", null, "followRedirects", "false");
    }

    /** The commit that {@code main} is at. */
    public String main() {
        try {
            return tip().name();
        } catch (IOException e) {
            throw new RepositoryException("cannot read main", e);
        }
    }

    /**
     * Fetches the branch.
     *
     * @return the commit that it is at, or null where the remote has no such branch
     * @throws RemoteException where the remote does not answer
     */
    public @Nullable String fetch(RemoteAccess access) {
        Repository repository = environments.jgit();
        try (Transport transport = open(access)) {
            ObjectId advertised;
            try (FetchConnection connection = transport.openFetch()) {
                Ref ref = connection.getRef(Constants.R_HEADS + access.branch());
                if (ref == null) {
                    return null;
                }
                advertised = target(ref);
            }
            if (!repository.getObjectDatabase().has(advertised)) {
                transport.setCheckFetchedObjects(true);
                transport.fetch(
                        NullProgressMonitor.INSTANCE,
                        List.of(new RefSpec("+" + Constants.R_HEADS + access.branch() + ":" + TRACKING)));
                Ref fetched = repository.exactRef(TRACKING);
                if (fetched == null) {
                    throw new RemoteException("the remote's branch was not there any more");
                }
                advertised = target(fetched);
            }
            return advertised.name();
        } catch (TransportException | NotSupportedException | JGitInternalException e) {
            throw new RemoteException(said(e), e);
        } catch (IOException e) {
            throw new RemoteException("the remote could not be read: " + said(e), e);
        }
    }

    /** How the remote's commit stands to {@code main}. */
    public RemoteComparison compare(String remoteCommit) {
        Repository repository = environments.jgit();
        try (RevWalk walk = new RevWalk(repository);
                ObjectInserter inserter = repository.newObjectInserter()) {
            RevCommit main = walk.parseCommit(tip());
            RevCommit remote = walk.parseCommit(ObjectId.fromString(remoteCommit));
            if (walk.isMergedInto(remote, main)) {
                return new RemoteComparison.Contained(remote.equals(main));
            }
            RevCommit base = base(main, remote);
            if (base == null) {
                return new RemoteComparison.Unrelated();
            }
            ResolveMerger merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
            merger.setObjectInserter(inserter);
            if (!merger.merge(main, remote)) {
                return new RemoteComparison.Conflict(merger.getUnmergedPaths());
            }
            ObjectId tree = merger.getResultTreeId();
            if (tree.equals(main.getTree())) {
                return new RemoteComparison.NothingNew();
            }
            List<RevCommit> theirs = between(main, remote);
            if (theirs.size() > MOST_COMMITS) {
                return new RemoteComparison.Unusable(
                        "the remote has more than " + MOST_COMMITS + " commits that are not here");
            }
            return work(inserter, main, remote, tree, theirs);
        } catch (UnusableTreeException e) {
            return new RemoteComparison.Unusable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new RepositoryException("cannot compare " + remoteCommit + " with main", e);
        }
    }

    /** One commit on top of {@code main} is taken as it is; whatever else there is, is put together into a merge. */
    private RemoteComparison work(
            ObjectInserter inserter, RevCommit main, RevCommit remote, ObjectId tree, List<RevCommit> theirs)
            throws IOException {
        List<String> emails = theirs.stream()
                .map(commit -> commit.getAuthorIdent().getEmailAddress())
                .distinct()
                .toList();
        if (theirs.size() == 1
                && remote.getParentCount() == 1
                && remote.getParent(0).equals(main)) {
            return new RemoteComparison.Work(environments.pushed(remote.name()), 1, emails);
        }
        Map<String, String> trailers = new TreeMap<>();
        TreeSet<String> teams = new TreeSet<>();
        for (RevCommit commit : theirs) {
            commit.getFooterLines().forEach(line -> {
                if (line.getKey().equals("Team")) {
                    teams.add(line.getValue());
                }
            });
        }
        if (teams.size() > 1) {
            throw new UnusableTreeException("the remote's commits name several teams (" + String.join(", ", teams)
                    + "); push one after another");
        }
        String subject = "chore: take " + Plural.of(theirs.size(), "commit") + " of the remote";
        StringBuilder message = new StringBuilder(subject + "\n\n");
        theirs.stream()
                .limit(LONGEST_LIST)
                .forEach(commit -> message.append("- ")
                        .append(commit.getShortMessage())
                        .append(" (")
                        .append(commit.name(), 0, 12)
                        .append(")\n"));
        message.append("\nRemote-Commit: ").append(remote.name()).append('\n');
        if (!teams.isEmpty()) {
            trailers.put("Team", teams.first());
            message.append("Team: ").append(teams.first()).append('\n');
        }
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(tree);
        builder.setParentIds(main, remote);
        // Times and people are the remote's, so that doing it again makes the same commit.
        builder.setAuthor(remote.getAuthorIdent());
        builder.setCommitter(remote.getCommitterIdent());
        builder.setMessage(message.toString());
        ObjectId id = inserter.insert(builder);
        inserter.flush();
        refuseLinks(main.getTree(), tree);
        return new RemoteComparison.Work(
                new PushedCommit(id.name(), subject, trailers, environments.changes(id.name())), theirs.size(), emails);
    }

    private void refuseLinks(ObjectId from, ObjectId to) throws IOException {
        try (TreeWalk tree = new TreeWalk(environments.jgit())) {
            tree.addTree(from);
            tree.addTree(to);
            tree.setRecursive(true);
            tree.setFilter(TreeFilter.ANY_DIFF);
            while (tree.next()) {
                FileMode mode = tree.getFileMode(1);
                if (!FileMode.MISSING.equals(mode) && !FileMode.REGULAR_FILE.equals(mode)) {
                    throw new UnusableTreeException(tree.getPathString() + " is no ordinary file");
                }
            }
        }
    }

    /**
     * Joins the remote's commits to {@code main}'s history without changing a file, as nothing of them is new. The caller sees to
     * it that one merge runs at a time.
     *
     * @return false where they turned out to have something new
     */
    public boolean join(String remoteCommit) {
        if (!(compare(remoteCommit) instanceof RemoteComparison.NothingNew)) {
            return false;
        }
        return environments.joinToMain(ObjectId.fromString(remoteCommit));
    }

    /**
     * Brings {@code main} to the remote if its branch still is where it was seen, as {@code --force-with-lease} does, and only
     * forward.
     *
     * @param expected where the branch was seen; null where there was none
     * @return what was pushed, or null where somebody else was faster
     * @throws RemoteException where the remote does not answer or refuses
     */
    public @Nullable String push(RemoteAccess access, @Nullable String expected) {
        Repository repository = environments.jgit();
        try (Transport transport = open(access)) {
            ObjectId main = tip();
            RemoteRefUpdate update = new RemoteRefUpdate(
                    repository,
                    null,
                    main,
                    Constants.R_HEADS + access.branch(),
                    false,
                    null,
                    expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected));
            PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
            RemoteRefUpdate done = result.getRemoteUpdates().iterator().next();
            return switch (done.getStatus()) {
                case OK, UP_TO_DATE -> main.name();
                case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> null;
                case REJECTED_OTHER_REASON, REJECTED_NODELETE, NON_EXISTING, NOT_ATTEMPTED, AWAITING_REPORT ->
                    throw refused(done);
            };
        } catch (TransportException | NotSupportedException | JGitInternalException e) {
            throw new RemoteException(said(e), e);
        } catch (IOException e) {
            throw new RemoteException("the remote could not be written: " + said(e), e);
        }
    }

    /**
     * Has a branch of this service's own at the remote be at a commit, wherever it was.
     *
     * @param commit null to have it removed
     * @throws RemoteException where the remote does not answer or refuses
     */
    public void pushAs(RemoteAccess access, String name, @Nullable String commit) {
        try (Transport transport = open(access)) {
            RemoteRefUpdate update = new RemoteRefUpdate(
                    environments.jgit(),
                    null,
                    commit == null ? null : ObjectId.fromString(commit),
                    Constants.R_HEADS + name,
                    true,
                    null,
                    null);
            RemoteRefUpdate done = transport
                    .push(NullProgressMonitor.INSTANCE, List.of(update))
                    .getRemoteUpdates()
                    .iterator()
                    .next();
            switch (done.getStatus()) {
                case OK, UP_TO_DATE, NON_EXISTING -> {}
                case REJECTED_NONFASTFORWARD,
                        REJECTED_REMOTE_CHANGED,
                        REJECTED_OTHER_REASON,
                        REJECTED_NODELETE,
                        NOT_ATTEMPTED,
                        AWAITING_REPORT -> throw refused(done);
            }
        } catch (TransportException | NotSupportedException | JGitInternalException e) {
            throw new RemoteException(said(e), e);
        } catch (IOException e) {
            throw new RemoteException("the remote could not be written: " + said(e), e);
        }
    }

    private static RemoteException refused(RemoteRefUpdate done) {
        return new RemoteException("the remote refused the push: "
                + (done.getMessage() == null
                        ? done.getStatus()
                        : done.getMessage().replaceAll("\\s+", " ")));
    }

    /** The commits on {@code main}'s first-parent line after one that it has, oldest first, each with the change it belongs to. */
    public List<Merged> mergedSince(String commit) {
        try (RevWalk walk = new RevWalk(environments.jgit())) {
            List<Merged> merged = new ArrayList<>();
            RevCommit at = walk.parseCommit(tip());
            while (!at.name().equals(commit) && merged.size() < MOST_COMMITS) {
                List<String> changes = at.getFooterLines("Change-Id");
                if (!changes.isEmpty()) {
                    merged.add(new Merged(at.name(), changes.getLast()));
                }
                if (at.getParentCount() == 0) {
                    break;
                }
                at = walk.parseCommit(at.getParent(0));
            }
            return merged.reversed();
        } catch (MissingObjectException gone) {
            return List.of();
        } catch (IOException e) {
            throw new RepositoryException("cannot read what was merged since " + commit, e);
        }
    }

    /** A commit that brought a change to {@code main}. */
    public record Merged(String commit, String changeId) {}

    private List<RevCommit> between(RevCommit main, RevCommit remote) throws IOException {
        try (RevWalk walk = new RevWalk(environments.jgit())) {
            walk.markStart(walk.parseCommit(remote));
            walk.markUninteresting(walk.parseCommit(main));
            List<RevCommit> commits = new ArrayList<>();
            for (RevCommit commit : walk) {
                walk.parseBody(commit);
                commits.add(commit);
                if (commits.size() > MOST_COMMITS) {
                    break;
                }
            }
            return commits;
        }
    }

    private @Nullable RevCommit base(RevCommit main, RevCommit remote) throws IOException {
        try (RevWalk walk = new RevWalk(environments.jgit())) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(main));
            walk.markStart(walk.parseCommit(remote));
            return walk.next();
        }
    }

    private ObjectId tip() throws IOException {
        Ref main = environments.jgit().exactRef(EnvironmentRepository.MAIN);
        if (main == null) {
            throw new RepositoryException("the environment repository has no main branch");
        }
        return target(main);
    }

    private static ObjectId target(Ref ref) {
        ObjectId id = ref.getObjectId();
        if (id == null) {
            throw new RemoteException(ref.getName() + " leads nowhere");
        }
        return id;
    }

    private Transport open(RemoteAccess access) throws NotSupportedException, TransportException {
        try {
            Transport transport = Transport.open(environments.jgit(), new URIish(access.uri()));
            transport.setTimeout(Math.toIntExact(Math.max(1, access.timeout().toSeconds())));
            access.credentials().configure(transport);
            return transport;
        } catch (URISyntaxException e) {
            throw new RemoteException("the remote's address cannot be read", e);
        }
    }

    /** JGit puts the address first, which holds no credentials. */
    private static String said(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null && (at.getMessage() == null || at instanceof JGitInternalException)) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage()).replaceAll("\\s+", " ");
    }
}

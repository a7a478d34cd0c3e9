package io.swen.gitops.repository;

import io.swen.gitops.contract.Author;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.api.GarbageCollectCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The bare repository {@code environments.git}: a branch a change, merged into {@code main} when the cloud follows it.
 *
 * <p>Objects are written before the one compare-and-set of a ref that makes them count, so that a crash leaves either the
 * old state or the new one, and every operation may be repeated with the same result.
 */
@Component
public class EnvironmentRepository implements AutoCloseable {

    /** The name under which it is served. */
    public static final String NAME = "environments.git";

    /** The folder of policies. */
    public static final String POLICIES = "policies";

    /** Files among the policies that describe what is built in, for people; they are no policies, and nobody edits them. */
    public static final Set<String> DESCRIPTIONS = Set.of("policies/approval.yaml", "policies/security.yaml");

    static final String MAIN = Constants.R_HEADS + "main";
    static final String RECORDS = "refs/swen/records";
    static final String NOTES = "refs/notes/swen-approvals";

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentRepository.class);
    private static final int REF_ATTEMPTS = 40;
    private static final Duration REF_PAUSE = Duration.ofMillis(25);
    private static final int LARGEST_FILE = 1 << 20;
    private static final int LARGEST_RECORD = 64 << 20;
    private static final int FAST_COMPRESSION = 1;
    private static final Duration STALE_LOCKS = Duration.ofSeconds(10);

    private final Repository repository;
    private final Duration staleLockAge;
    private final InstantSource wall = InstantSource.system();
    private final ReentrantLock writing = new ReentrantLock();
    private final ExecutorService forcing = Executors.newVirtualThreadPerTaskExecutor();

    EnvironmentRepository(RepositoryProperties properties) {
        this.staleLockAge = properties.staleLockAge();
        try {
            this.repository = opened(properties.directory().resolve(NAME));
            removeStaleLocks();
            seed();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the environment repository in " + properties.directory(), e);
        }
    }

    /** The repository in a folder, for programs that are not this service; it is made where there is none. */
    public static EnvironmentRepository open(Path directory) {
        return new EnvironmentRepository(RepositoryProperties.in(directory, STALE_LOCKS));
    }

    private static Repository opened(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileRepository opened = new FileRepository(directory.toFile());
        if (!Files.exists(directory.resolve(Constants.HEAD))) {
            opened.create(true);
            opened.getConfig().setBoolean("core", null, "logAllRefUpdates", true);
            opened.getConfig().setBoolean("http", null, "receivepack", false);
            opened.getConfig().save();
        }
        // What was recorded as committed is still there after the power failed. Objects are forced by DurableInserter.
        opened.getConfig().setBoolean("core", null, "fsyncRefFiles", true);
        // Object ids hardly compress, and most of what is written are trees.
        opened.getConfig().setInt("core", null, "compression", FAST_COMPRESSION);
        // It is not to keep the pipeline from the processors.
        opened.getConfig().setInt("pack", null, "threads", 1);
        // On schedule, and not by whoever pushes.
        opened.getConfig().setBoolean("receive", null, "autogc", false);
        opened.getConfig().save();
        RefUpdate head = opened.updateRef(Constants.HEAD);
        head.link(MAIN);
        return opened;
    }

    @PreDestroy
    @Override
    public void close() {
        forcing.shutdownNow();
        repository.close();
    }

    private ObjectInserter newInserter() {
        return new DurableInserter(
                repository.newObjectInserter(),
                repository.getDirectory().toPath().resolve(Constants.OBJECTS),
                forcing);
    }

    Repository jgit() {
        return repository;
    }

    /** The branch of a change. */
    public static String branch(UUID changeId) {
        return "change/" + changeId;
    }

    /** The folder of an environment's Terraform root module. */
    public static String terraformFolder(String environment) {
        return "environments/" + environment + "/terraform";
    }

    /** The file of a workload. */
    public static String workloadPath(String environment, String workloadId) {
        return "environments/" + environment + "/workloads/" + workloadId + ".yaml";
    }

    /** Commits on the branch of the change, or finds the commit that an earlier attempt made. */
    public Commit commit(CommitRequest request) {
        String ref = Constants.R_HEADS + branch(request.changeId());
        // The branch is this change's own, so nobody has to wait for another's commit.
        return attempting(ref, () -> {
            Ref existing = repository.exactRef(ref);
            if (existing != null) {
                return describe(target(existing));
            }
            ObjectId id = insert(request, mainTip());
            return update(ref, ObjectId.zeroId(), id, "change: created")
                    ? new Commit(id.name(), request.subject())
                    : null;
        });
    }

    /** The content of a file at a commit, or empty where there is none. */
    public Optional<String> fileAt(String commitId, String path) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(commitId));
            try (TreeWalk tree = TreeWalk.forPath(repository, path, commit.getTree())) {
                return tree == null
                        ? Optional.empty()
                        : Optional.ofNullable(text(walk.getObjectReader(), tree.getObjectId(0)));
            }
        } catch (IOException e) {
            throw new RepositoryException("cannot read " + path + " at " + commitId, e);
        }
    }

    /** The content of a file on {@code main}, or empty where there is none. */
    public Optional<String> fileOnMain(String path) {
        try {
            return fileAt(mainTip().name(), path);
        } catch (IOException e) {
            throw new RepositoryException("cannot read " + path + " on main", e);
        }
    }

    /** The commit that {@code main} is at. */
    public String mainCommit() {
        try {
            return mainTip().name();
        } catch (IOException e) {
            throw new RepositoryException("cannot read main", e);
        }
    }

    /** A name of all that is below a folder at a commit, the same only where the content is. */
    public String folderId(String commitId, String folder) {
        try (RevWalk walk = new RevWalk(repository)) {
            return at(walk.parseCommit(ObjectId.fromString(commitId)).getTree(), folder)
                    .name();
        } catch (IOException e) {
            throw new RepositoryException("cannot read " + folder + " at " + commitId, e);
        }
    }

    /**
     * All files below some folders at a commit.
     *
     * @throws UnusableTreeException where there are more than {@code mostFiles}, or they are larger than {@code mostBytes} together,
     *     or one is a link or a repository of its own, which would lead out of the folder
     */
    public List<TreeFile> filesUnder(String commitId, List<String> folders, int mostFiles, long mostBytes) {
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            tree.addTree(walk.parseCommit(ObjectId.fromString(commitId)).getTree());
            tree.setRecursive(true);
            tree.setFilter(PathFilterGroup.createFromStrings(folders));
            List<TreeFile> files = new ArrayList<>();
            long bytes = 0;
            while (tree.next()) {
                FileMode mode = tree.getFileMode(0);
                if (!FileMode.REGULAR_FILE.equals(mode) && !FileMode.EXECUTABLE_FILE.equals(mode)) {
                    throw new UnusableTreeException(tree.getPathString() + " is no ordinary file");
                }
                ObjectLoader blob = tree.getObjectReader().open(tree.getObjectId(0), Constants.OBJ_BLOB);
                bytes += blob.getSize();
                if (files.size() == mostFiles || bytes > mostBytes) {
                    throw new UnusableTreeException("there are more than " + mostFiles + " files or " + mostBytes
                            + " bytes in " + String.join(", ", folders));
                }
                files.add(new TreeFile(tree.getPathString(), blob.getBytes(LARGEST_FILE)));
            }
            return List.copyOf(files);
        } catch (IOException e) {
            throw new RepositoryException("cannot read " + String.join(", ", folders) + " at " + commitId, e);
        }
    }

    /** The files and folders that are not on {@code main} as they were when the commit was made on top of it. */
    public List<String> movedOnMain(String commitId, List<String> paths) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(commitId));
            RevCommit main = walk.parseCommit(mainTip());
            if (walk.isMergedInto(commit, main)) {
                return List.of();
            }
            ObjectId base = walk.parseCommit(commit.getParent(0)).getTree();
            List<String> moved = new ArrayList<>();
            for (String path : paths) {
                if (!at(base, path).equals(at(main.getTree(), path))) {
                    moved.add(path);
                }
            }
            return List.copyOf(moved);
        } catch (IOException e) {
            throw new RepositoryException("cannot compare " + commitId + " with main", e);
        }
    }

    private ObjectId at(ObjectId tree, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, tree)) {
            return walk == null ? ObjectId.zeroId() : walk.getObjectId(0);
        }
    }

    /**
     * A commit that was received and belongs to no branch yet.
     *
     * @throws UnusableTreeException where it is not one commit on top of one of {@code main}, or changes something that is no file
     */
    PushedCommit pushed(String commitId) {
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(commitId));
            RevCommit main = walk.parseCommit(mainTip());
            if (commit.getParentCount() != 1 || !walk.isMergedInto(walk.parseCommit(commit.getParent(0)), main)) {
                throw new UnusableTreeException("push exactly one commit on top of main; squash yours, or rebase it");
            }
            tree.addTree(walk.parseCommit(commit.getParent(0)).getTree());
            tree.addTree(commit.getTree());
            tree.setRecursive(true);
            tree.setFilter(TreeFilter.ANY_DIFF);
            while (tree.next()) {
                FileMode mode = tree.getFileMode(1);
                if (!FileMode.MISSING.equals(mode) && !FileMode.REGULAR_FILE.equals(mode)) {
                    throw new UnusableTreeException(tree.getPathString() + " is no ordinary file");
                }
            }
            Map<String, String> trailers = new TreeMap<>();
            commit.getFooterLines().forEach(line -> trailers.put(line.getKey(), line.getValue()));
            return new PushedCommit(commitId, commit.getShortMessage(), trailers, changes(commitId));
        } catch (IncorrectObjectTypeException e) {
            throw new UnusableTreeException("what was pushed is no commit");
        } catch (IOException e) {
            throw new RepositoryException("cannot read the pushed commit " + commitId, e);
        }
    }

    /** Makes a commit that was received the branch of a change. */
    public void adopt(UUID changeId, String commitId) {
        String ref = Constants.R_HEADS + branch(changeId);
        retrying(
                ref,
                () -> update(ref, ObjectId.zeroId(), ObjectId.fromString(commitId), "change: pushed")
                        ? Boolean.TRUE
                        : null);
    }

    /** Puts a change's commit on top of {@code main}, with its author and message. */
    public RebaseOutcome rebase(UUID changeId, String commitId) {
        String ref = Constants.R_HEADS + branch(changeId);
        return retrying(ref, () -> rebaseOnce(ref, ObjectId.fromString(commitId)));
    }

    private @Nullable RebaseOutcome rebaseOnce(String ref, ObjectId commitId) throws IOException {
        try (RevWalk walk = new RevWalk(repository);
                ObjectInserter inserter = newInserter()) {
            RevCommit commit = walk.parseCommit(branchTip(ref));
            if (!commit.equals(commitId)) {
                // An earlier attempt put it there.
                return new RebaseOutcome.Rebased(describe(commit));
            }
            RevCommit main = walk.parseCommit(mainTip());
            RevCommit base = walk.parseCommit(commit.getParent(0));
            if (walk.isMergedInto(main, commit)) {
                return new RebaseOutcome.Unneeded();
            }
            ResolveMerger merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
            merger.setObjectInserter(inserter);
            merger.setBase(base);
            if (!merger.merge(main, commit)) {
                return new RebaseOutcome.Conflict(merger.getUnmergedPaths());
            }
            ObjectId id = onTop(ref, commit, main, merger.getResultTreeId(), inserter);
            return id == null ? null : new RebaseOutcome.Rebased(describe(id));
        }
    }

    /**
     * Puts a change's commit on top of {@code main}, with its author and message, and some files as the commit has them whatever
     * {@code main} says of them by now. Repeating it finds the commit that an earlier attempt made.
     */
    public Commit putOnTop(UUID changeId, String commitId, List<String> paths) {
        String ref = Constants.R_HEADS + branch(changeId);
        List<FileEdit> edits = paths.stream()
                .map(path -> new FileEdit(path, fileAt(commitId, path).orElse(null)))
                .toList();
        return retrying(ref, () -> {
            try (RevWalk walk = new RevWalk(repository);
                    ObjectInserter inserter = newInserter()) {
                RevCommit commit = walk.parseCommit(branchTip(ref));
                if (!commit.name().equals(commitId)) {
                    RevCommit parent = commit.getParent(0);
                    // An earlier attempt put it there, or amended it where it was.
                    return describe(parent.name().equals(commitId) ? parent : commit);
                }
                RevCommit main = walk.parseCommit(mainTip());
                ObjectId tree = edit(walk.getObjectReader(), inserter, main.getTree(), edits);
                ObjectId id = onTop(ref, commit, main, tree, inserter);
                return id == null ? null : describe(id);
            }
        });
    }

    /** Makes the branch of a commit one of the same author and message on {@code main}; null where another writer was faster. */
    private @Nullable ObjectId onTop(
            String ref, RevCommit commit, RevCommit main, ObjectId tree, ObjectInserter inserter) throws IOException {
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(tree);
        builder.setParentId(main);
        builder.setAuthor(commit.getAuthorIdent());
        builder.setCommitter(swen(wall.instant()));
        builder.setMessage(commit.getFullMessage());
        ObjectId id = inserter.insert(builder);
        inserter.flush();
        RefUpdate update = repository.updateRef(ref);
        update.setExpectedOldObjectId(commit);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.setRefLogIdent(swen(wall.instant()));
        update.setRefLogMessage("change: rebased", false);
        return succeeded(update.update()) ? id : null;
    }

    private ObjectId branchTip(String ref) throws IOException {
        Ref branch = repository.exactRef(ref);
        if (branch == null) {
            throw new RepositoryException(ref + " is gone");
        }
        return target(branch);
    }

    /** What a commit changed against its first parent. */
    public List<FileChange> changes(String commitId) {
        try (RevWalk walk = new RevWalk(repository);
                ObjectReader reader = repository.newObjectReader();
                TreeWalk tree = new TreeWalk(reader)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(commitId));
            if (commit.getParentCount() == 0) {
                tree.addTree(new EmptyTreeIterator());
            } else {
                tree.addTree(walk.parseCommit(commit.getParent(0)).getTree());
            }
            tree.addTree(commit.getTree());
            tree.setRecursive(true);
            tree.setFilter(TreeFilter.ANY_DIFF);
            List<FileChange> changes = new ArrayList<>();
            while (tree.next()) {
                changes.add(new FileChange(
                        tree.getPathString(), text(reader, tree.getObjectId(0)), text(reader, tree.getObjectId(1))));
            }
            return List.copyOf(changes);
        } catch (IOException e) {
            throw new RepositoryException("cannot compare " + commitId + " with its parent", e);
        }
    }

    /**
     * Brings a change's commit to {@code main}: by fast-forward where nothing else came between, by a merge commit otherwise.
     * Repeating it after a crash finds what was done. The caller sees to it that one merge runs at a time.
     */
    public MergeOutcome merge(UUID changeId, String commitId) {
        ObjectId commit = ObjectId.fromString(commitId);
        MergeOutcome outcome = retrying(MAIN, () -> mergeOnce(changeId, commit));
        if (outcome instanceof MergeOutcome.Merged) {
            deleteBranch(changeId);
        }
        return outcome;
    }

    /** Makes a commit a parent of {@code main} without changing a file. */
    boolean joinToMain(ObjectId other) {
        return retrying(MAIN, () -> {
            try (RevWalk walk = new RevWalk(repository);
                    ObjectInserter inserter = repository.newObjectInserter()) {
                RevCommit tip = walk.parseCommit(mainTip());
                RevCommit joined = walk.parseCommit(other);
                if (walk.isMergedInto(joined, tip)) {
                    return Boolean.TRUE;
                }
                CommitBuilder builder = new CommitBuilder();
                builder.setTreeId(tip.getTree());
                builder.setParentIds(tip, joined);
                builder.setAuthor(swen(wall.instant()));
                builder.setCommitter(swen(wall.instant()));
                builder.setMessage("chore: join the remote's history\n\nNothing of it is new.\n\nRemote-Commit: "
                        + joined.name() + "\n");
                ObjectId id = inserter.insert(builder);
                inserter.flush();
                return update(MAIN, tip, id, "merge: remote") ? Boolean.TRUE : null;
            }
        });
    }

    /**
     * Commits on top of a change's commit, for what of it did not come to pass, and answers that commit. Repeating it finds the
     * commit that an earlier attempt made.
     */
    public String amend(CommitRequest request, String commitId) {
        String ref = Constants.R_HEADS + branch(request.changeId());
        ObjectId commit = ObjectId.fromString(commitId);
        return retrying(ref, () -> {
            Ref branch = repository.exactRef(ref);
            if (branch == null) {
                // Merged already.
                return commitId;
            }
            if (!target(branch).equals(commit)) {
                return target(branch).name();
            }
            ObjectId id = insert(request, commit);
            return update(ref, commit, id, "change: amended") ? id.name() : null;
        });
    }

    /** The parent of a commit. */
    public String parentOf(String commitId) {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(commitId)).getParent(0).name();
        } catch (IOException e) {
            throw new RepositoryException("cannot read the parent of " + commitId, e);
        }
    }

    /** Removes the branch of a change; nothing happens where there is none. */
    public void deleteBranch(UUID changeId) {
        String ref = Constants.R_HEADS + branch(changeId);
        retrying(ref, () -> {
            Ref existing = repository.exactRef(ref);
            if (existing == null) {
                return Boolean.TRUE;
            }
            RefUpdate update = repository.updateRef(ref);
            update.setExpectedOldObjectId(existing.getObjectId());
            update.setForceUpdate(true);
            return succeeded(update.delete()) ? Boolean.TRUE : null;
        });
    }

    /** Sets the note of a commit in {@code refs/notes/swen-approvals}. */
    public void note(String commitId, String text, Instant when) {
        retrying(NOTES, () -> {
            Ref ref = repository.exactRef(NOTES);
            try (RevWalk walk = new RevWalk(repository);
                    ObjectInserter inserter = newInserter()) {
                RevCommit tip = ref == null ? null : walk.parseCommit(ref.getObjectId());
                NoteMap notes = tip == null ? NoteMap.newEmptyMap() : NoteMap.read(walk.getObjectReader(), tip);
                ObjectId blob = inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
                ObjectId annotated = ObjectId.fromString(commitId);
                if (blob.equals(notes.get(annotated))) {
                    return Boolean.TRUE;
                }
                notes.set(annotated, blob);
                CommitBuilder builder = new CommitBuilder();
                builder.setTreeId(notes.writeTree(inserter));
                builder.setAuthor(swen(when));
                builder.setCommitter(swen(when));
                builder.setMessage("Notes added by SWEN\n");
                if (tip != null) {
                    builder.setParentId(tip);
                }
                ObjectId id = inserter.insert(builder);
                inserter.flush();
                return update(NOTES, tip == null ? ObjectId.zeroId() : tip, id, "notes") ? Boolean.TRUE : null;
            }
        });
    }

    /**
     * Keeps files on a branch of records of their own, all of them in one commit. Files that are as they are already make none.
     *
     * @param files content by path
     */
    public void record(Map<String, String> files, Instant when) {
        retrying(RECORDS, () -> {
            Ref ref = repository.exactRef(RECORDS);
            try (RevWalk walk = new RevWalk(repository);
                    ObjectInserter inserter = newInserter()) {
                RevCommit tip = ref == null ? null : walk.parseCommit(ref.getObjectId());
                List<FileEdit> edits = files.entrySet().stream()
                        .map(file -> new FileEdit(file.getKey(), file.getValue()))
                        .toList();
                ObjectId tree = edit(walk.getObjectReader(), inserter, tip == null ? null : tip.getTree(), edits);
                if (tip != null && tree.equals(tip.getTree())) {
                    return Boolean.TRUE;
                }
                CommitBuilder builder = new CommitBuilder();
                builder.setTreeId(tree);
                builder.setAuthor(swen(when));
                builder.setCommitter(swen(when));
                builder.setMessage("chore: record " + files.size() + " changes\n");
                if (tip != null) {
                    builder.setParentId(tip);
                }
                ObjectId id = inserter.insert(builder);
                inserter.flush();
                return update(RECORDS, tip == null ? ObjectId.zeroId() : tip, id, "records") ? Boolean.TRUE : null;
            }
        });
    }

    /**
     * Packs what lies about as one file an object, where that is much: reading and copying it gets slower with each. Others read and
     * write meanwhile. What no ref leads to is kept for two weeks, as somebody may be about to refer to it.
     *
     * @param from where fewer lie about, they are left
     * @return how many fewer lie about since; 0 as well while another process packs them
     */
    public long pack(long from) {
        try {
            GarbageCollectCommand collect = Git.wrap(repository).gc();
            long loose = looseObjects(collect);
            if (loose < from) {
                return 0;
            }
            removeStalePackLock();
            collect.call();
            return Math.max(0, loose - looseObjects(Git.wrap(repository).gc()));
        } catch (GitAPIException | IOException e) {
            throw new RepositoryException("the environment repository cannot be packed", e);
        }
    }

    private static long looseObjects(GarbageCollectCommand collect) throws GitAPIException {
        return ((Number) Objects.requireNonNull(collect.getStatistics().get("numberOfLooseObjects"))).longValue();
    }

    /**
     * Who packs writes its name into a file and locks it. One that is killed leaves the file, which JGit would respect for twelve
     * hours, and no lock.
     */
    private void removeStalePackLock() throws IOException {
        Path file = repository.getDirectory().toPath().resolve("gc.pid");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && Files.deleteIfExists(file)) {
                LOG.warn("removed {}, which a process left that died while it packed", file.getFileName());
            }
        } catch (NoSuchFileException | OverlappingFileLockException nobodyDied) {
            LOG.debug("{} is not there or in use", file.getFileName(), nobodyDied);
        }
    }

    /** All files of the branch of records. */
    public List<TreeFile> records() {
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            Ref ref = repository.exactRef(RECORDS);
            if (ref == null) {
                return List.of();
            }
            tree.addTree(walk.parseCommit(target(ref)).getTree());
            tree.setRecursive(true);
            List<TreeFile> files = new ArrayList<>();
            while (tree.next()) {
                files.add(new TreeFile(
                        tree.getPathString(),
                        tree.getObjectReader()
                                .open(tree.getObjectId(0), Constants.OBJ_BLOB)
                                .getBytes(LARGEST_RECORD)));
            }
            return List.copyOf(files);
        } catch (IOException e) {
            throw new RepositoryException("cannot read the records", e);
        }
    }

    private @Nullable MergeOutcome mergeOnce(UUID changeId, ObjectId commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository);
                ObjectInserter inserter = newInserter()) {
            RevCommit tip = walk.parseCommit(mainTip());
            RevCommit change = walk.parseCommit(commit);
            if (walk.isMergedInto(change, tip)) {
                return new MergeOutcome.Merged(bringingCommit(tip, change));
            }
            if (walk.isMergedInto(tip, change)) {
                return update(MAIN, tip, change, "merge: fast-forward") ? new MergeOutcome.Merged(change.name()) : null;
            }
            ObjectId tree = apart(walk, inserter, tip, change);
            if (tree == null) {
                ResolveMerger merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
                merger.setObjectInserter(inserter);
                if (!merger.merge(tip, change)) {
                    return new MergeOutcome.Conflict(merger.getUnmergedPaths());
                }
                tree = merger.getResultTreeId();
            }
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(tree);
            builder.setParentIds(tip, change);
            // Its times are those of the change, so that repeating it makes the same commit.
            builder.setAuthor(change.getAuthorIdent());
            builder.setCommitter(change.getCommitterIdent());
            builder.setMessage(mergeMessage(changeId, change));
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            return update(MAIN, tip, id, "merge") ? new MergeOutcome.Merged(id.name()) : null;
        }
    }

    /**
     * The merged tree where main has the files that a commit changed as that commit found them, which is so almost always: then
     * only their folders are read. Null where a real merge has to look.
     */
    private @Nullable ObjectId apart(RevWalk walk, ObjectInserter inserter, RevCommit tip, RevCommit change)
            throws IOException {
        if (change.getParentCount() != 1) {
            return null;
        }
        RevCommit base = walk.parseCommit(change.getParent(0));
        Map<String, Trees.@Nullable Entry> edits = new HashMap<>();
        try (TreeWalk tree = new TreeWalk(repository)) {
            tree.addTree(base.getTree());
            tree.addTree(change.getTree());
            tree.setRecursive(true);
            tree.setFilter(TreeFilter.ANY_DIFF);
            while (tree.next()) {
                String path = tree.getPathString();
                if (!at(tip.getTree(), path).equals(tree.getObjectId(0)) || isBelowAFile(tip.getTree(), path)) {
                    return null;
                }
                FileMode mode = tree.getFileMode(1);
                edits.put(path, FileMode.MISSING.equals(mode) ? null : new Trees.Entry(mode, tree.getObjectId(1)));
            }
        }
        return Trees.edited(walk.getObjectReader(), inserter, tip.getTree(), edits);
    }

    private boolean isBelowAFile(ObjectId tree, String path) throws IOException {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            try (TreeWalk walk = TreeWalk.forPath(repository, path.substring(0, slash), tree)) {
                if (walk == null) {
                    return false;
                }
                if (!FileMode.TREE.equals(walk.getFileMode(0))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The trailers of the change stand in the merge commit as well, for whoever reads the first-parent line only. */
    private static String mergeMessage(UUID changeId, RevCommit change) {
        StringBuilder message = new StringBuilder("chore: merge " + branch(changeId) + "\n\n");
        message.append(change.getShortMessage()).append("\n\n");
        change.getFooterLines()
                .forEach(line -> message.append(line.getKey())
                        .append(": ")
                        .append(line.getValue())
                        .append('\n'));
        return message.toString();
    }

    /** The commit on main's first-parent line that brought a change there. */
    private String bringingCommit(RevCommit tip, RevCommit change) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit at = walk.parseCommit(tip);
            while (!at.equals(change)) {
                for (int parent = 1; parent < at.getParentCount(); parent++) {
                    if (at.getParent(parent).equals(change)) {
                        return at.name();
                    }
                }
                if (at.getParentCount() == 0) {
                    break;
                }
                at = walk.parseCommit(at.getParent(0));
            }
            return change.name();
        }
    }

    private ObjectId insert(CommitRequest request, ObjectId base) throws IOException {
        try (RevWalk walk = new RevWalk(repository);
                ObjectInserter inserter = newInserter()) {
            RevCommit parent = walk.parseCommit(base);
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(edit(walk.getObjectReader(), inserter, parent.getTree(), request.edits()));
            builder.setParentId(parent);
            builder.setAuthor(person(request.author(), request.when()));
            builder.setCommitter(swen(request.when()));
            builder.setMessage(request.message());
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            return id;
        }
    }

    private static ObjectId edit(
            ObjectReader reader, ObjectInserter inserter, @Nullable ObjectId tree, List<FileEdit> edits)
            throws IOException {
        Map<String, Trees.@Nullable Entry> entries = new HashMap<>();
        for (FileEdit edit : edits) {
            String content = edit.content();
            entries.put(
                    edit.path(),
                    content == null
                            ? null
                            : new Trees.Entry(
                                    FileMode.REGULAR_FILE,
                                    inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8))));
        }
        return Trees.edited(reader, inserter, tree, entries);
    }

    private void seed() throws IOException {
        if (repository.exactRef(MAIN) != null) {
            return;
        }
        List<FileEdit> files = new ArrayList<>();
        for (Map.Entry<String, String> file : SeedFiles.read().entrySet()) {
            files.add(new FileEdit(file.getKey(), file.getValue()));
        }
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = newInserter()) {
            Instant now = wall.instant();
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(edit(reader, inserter, null, files));
            builder.setAuthor(swen(now));
            builder.setCommitter(swen(now));
            builder.setMessage("chore: begin the environment repository\n");
            ObjectId id = inserter.insert(builder);
            inserter.flush();
            // Another instance may be first; then its commit is the beginning.
            update(MAIN, ObjectId.zeroId(), id, "seed");
        }
    }

    private ObjectId mainTip() throws IOException {
        Ref main = repository.exactRef(MAIN);
        if (main == null) {
            throw new RepositoryException("the environment repository has no main branch");
        }
        return target(main);
    }

    private static ObjectId target(Ref ref) {
        ObjectId id = ref.getObjectId();
        if (id == null) {
            throw new RepositoryException(ref.getName() + " leads nowhere");
        }
        return id;
    }

    private Commit describe(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return new Commit(id.name(), walk.parseCommit(id).getShortMessage());
        }
    }

    private boolean update(String ref, ObjectId expected, ObjectId id, String reflog) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setExpectedOldObjectId(expected);
        update.setNewObjectId(id);
        update.setRefLogIdent(swen(wall.instant()));
        update.setRefLogMessage(reflog, false);
        return succeeded(update.update());
    }

    private static boolean succeeded(RefUpdate.Result result) {
        return switch (result) {
            case NEW, FAST_FORWARD, FORCED, NO_CHANGE, RENAMED -> true;
            case LOCK_FAILURE, REJECTED, REJECTED_CURRENT_BRANCH -> false;
            case NOT_ATTEMPTED, IO_FAILURE, REJECTED_MISSING_OBJECT, REJECTED_OTHER_REASON ->
                throw new RepositoryException("a ref update ended as " + result);
        };
    }

    /** One attempt: null where another writer was faster. */
    @FunctionalInterface
    private interface Attempt<T> {

        @Nullable
        T run() throws IOException;
    }

    private <T> T retrying(String ref, Attempt<T> attempt) {
        // One writer in this process at a time; the compare-and-set guards against other processes.
        writing.lock();
        try {
            return attempting(ref, attempt);
        } finally {
            writing.unlock();
        }
    }

    private <T> T attempting(String ref, Attempt<T> attempt) {
        try {
            for (int i = 0; i < REF_ATTEMPTS; i++) {
                T result = attempt.run();
                if (result != null) {
                    return result;
                }
                removeStaleLocks();
                Thread.sleep(REF_PAUSE);
            }
            throw new RepositoryException(ref + " is being written by somebody else");
        } catch (IOException e) {
            throw new RepositoryException("cannot write " + ref, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RepositoryException("interrupted while writing " + ref, e);
        }
    }

    /** A process that was killed between taking a lock file and renaming it leaves the file behind for ever. */
    private void removeStaleLocks() throws IOException {
        Path directory = repository.getDirectory().toPath();
        Instant stale = wall.instant().minus(staleLockAge);
        List<Path> locks;
        try (Stream<Path> refs = Files.walk(directory.resolve("refs"));
                Stream<Path> top = Files.list(directory)) {
            locks = Stream.concat(refs, top)
                    .filter(path -> path.getFileName().toString().endsWith(".lock"))
                    .toList();
        } catch (UncheckedIOException changedWhileWalking) {
            LOG.debug("refs changed while looking for stale locks", changedWhileWalking);
            return;
        }
        for (Path lock : locks) {
            try {
                if (Files.getLastModifiedTime(lock).toInstant().isBefore(stale) && Files.deleteIfExists(lock)) {
                    LOG.warn("removed {}, a lock that a dead process left", lock.getFileName());
                }
            } catch (NoSuchFileException releasedMeanwhile) {
                LOG.debug("{} was released", lock.getFileName());
            }
        }
    }

    private static @Nullable String text(ObjectReader reader, ObjectId blob) throws IOException {
        if (blob.equals(ObjectId.zeroId())) {
            return null;
        }
        return new String(reader.open(blob, Constants.OBJ_BLOB).getBytes(LARGEST_FILE), StandardCharsets.UTF_8);
    }

    private static PersonIdent person(Author author, Instant when) {
        return new PersonIdent(author.name(), author.actorId() + "@users.swen.invalid", when, ZoneOffset.UTC);
    }

    private static PersonIdent swen(Instant when) {
        return new PersonIdent("SWEN", "swen@users.swen.invalid", when, ZoneOffset.UTC);
    }

    /** The files of the first commit, from the class path. */
    private static final class SeedFiles {

        private static final List<String> PATHS = List.of(
                "README.md",
                "policies/approval.yaml",
                "policies/critical-on-spot.yaml",
                "policies/security.yaml",
                "environments/dev/terraform/README.md",
                "environments/staging/terraform/README.md",
                "environments/prod/terraform/README.md");

        static Map<String, String> read() throws IOException {
            Map<String, String> files = new TreeMap<>();
            for (String path : PATHS) {
                String resource = path.contains("/terraform/") ? "terraform/README.md" : path;
                try (var in = EnvironmentRepository.class.getResourceAsStream("/seed/" + resource)) {
                    if (in == null) {
                        throw new IOException("the class path has no /seed/" + resource);
                    }
                    files.put(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return files;
        }
    }
}

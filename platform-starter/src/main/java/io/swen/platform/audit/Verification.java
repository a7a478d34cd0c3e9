package io.swen.platform.audit;

import io.swen.platform.audit.VerificationReport.Finding;
import io.swen.platform.audit.VerificationReport.Kind;
import io.swen.platform.page.Cursors;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Checks part after part of the audit log: rows against their hashes, hashes against each other and the seals, seals against
 * their signatures, and all of it against the copy outside the database. Each part reads one snapshot, row by row.
 */
final class Verification {

    static final int DEFAULT_ROWS = 20_000;
    static final int MAX_ROWS = 100_000;

    private static final int SEALS = 20_000;
    private static final int FINDINGS = 200;
    private static final int FETCH = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final AuditDatabase database;
    private final SigningKeys keys;
    private final Path folder;
    private final String service;

    /** A verification reads much; two at a time would only slow each other down. */
    private final Semaphore one = new Semaphore(1);

    Verification(AuditDatabase database, SigningKeys keys, Path folder, String service) {
        this.database = database;
        this.keys = keys;
        this.folder = folder;
        this.service = service;
    }

    /**
     * Checks the next part.
     *
     * @param after the {@code next} of the part before, or null for the beginning
     * @param rows about how many rows to check
     */
    VerificationReport check(@Nullable String after, int rows) {
        List<String> cursor = Cursors.decode(after, 2);
        long afterBatch = 0;
        Hash afterHash = Hash.ZERO;
        if (cursor != null) {
            try {
                afterBatch = Long.parseLong(cursor.get(0));
                afterHash = Hash.parse(cursor.get(1));
            } catch (IllegalArgumentException e) {
                throw ProblemException.of(ErrorCode.INVALID_CURSOR, "after must be the \"next\" of an earlier part", e);
            }
        }
        if (!one.tryAcquire()) {
            throw ProblemException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS, "the audit log is being verified already; try again", RETRY_AFTER);
        }
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Part(connection, rows).check(afterBatch, afterHash);
        } catch (SQLException e) {
            throw ProblemException.of(ErrorCode.UNAVAILABLE, "the audit log cannot be read at the moment", e);
        } catch (IOException e) {
            throw ProblemException.of(
                    ErrorCode.UNAVAILABLE, "the copy of the audit log outside the database cannot be read", e);
        } finally {
            one.release();
        }
    }

    /** A hash as it is stored. */
    private record Link(long n, Position position, UUID id, Hash hash) {}

    private final class Part {

        private final Connection connection;
        private final int maxRows;
        private final List<Finding> findings = new ArrayList<>();

        /** Ids of rows that were expected somewhere and of those that were found somewhere else, to tell moves from the rest. */
        private final Map<String, Long> expected = new HashMap<>();

        private final Set<String> misplaced = new HashSet<>();
        private long broken;
        private long checked;
        private long batches;
        private @Nullable Long copiedFrom;
        private @Nullable Long copiedThrough;

        Part(Connection connection, int maxRows) {
            this.connection = connection;
            this.maxRows = maxRows;
        }

        VerificationReport check(long afterBatch, Hash afterHash) throws SQLException, IOException {
            Pruning pruning = Pruning.last(connection);
            if (pruning != null
                    && afterBatch == 0
                    && !SigningKeys.verifies(
                            keys.known(), pruning.keyId(), pruning.signed(service), pruning.signature())) {
                found(
                        Kind.SEAL_ALTERED,
                        null,
                        pruning.throughBatch(),
                        null,
                        "the record of what retention removed is not signed by a known key");
            }
            long pruned = pruning == null ? 0 : pruning.throughBatch();
            Seal before = afterBatch == 0 ? null : Seals.find(connection, afterBatch);
            if (afterBatch > 0 && (before == null || !before.hash().equals(afterHash))) {
                found(Kind.SEAL_ALTERED, null, afterBatch, null, "it was changed since the part before was checked");
            }
            List<Seal> seals = seals(afterBatch, pruned);
            checkSeals(seals, before, afterBatch, pruning);
            try (OutsideCopy.Reader copy = OutsideCopy.read(folder, afterBatch + 1)) {
                checkRows(seals, before, pruned, copy);
                boolean last = seals.isEmpty() || !isThereMore(seals.getLast().batch());
                if (last) {
                    Seal end = seals.isEmpty() ? before : seals.getLast();
                    long pending = pending(end);
                    checkWhatOnlyTheCopyHas(end == null ? 0 : end.batch());
                    return report(pending, pruned, null);
                }
            }
            Seal end = seals.getLast();
            return report(null, pruned, Cursors.encode(end.batch(), end.hash()));
        }

        private VerificationReport report(@Nullable Long pending, long pruned, @Nullable String next) {
            List<Finding> told = findings.stream().map(this::asMove).toList();
            return new VerificationReport(
                    service, checked, batches, broken, told, pending, pruned, copiedFrom, copiedThrough, next);
        }

        /** A row that is missed at one place and stands at another was moved, neither removed nor inserted. */
        private Finding asMove(Finding finding) {
            String id = finding.id();
            if (id == null || !misplaced.contains(id)) {
                return finding;
            }
            Long place = expected.get(id);
            if (place == null) {
                return finding;
            }
            return new Finding(
                    Kind.REORDERED,
                    finding.n(),
                    finding.batch(),
                    id,
                    "it was sealed as row " + place + " of the chain and stands at another place");
        }

        private void found(Kind kind, @Nullable Long n, @Nullable Long batch, @Nullable String id, String detail) {
            broken++;
            if (findings.size() < FINDINGS) {
                findings.add(new Finding(kind, n, batch, id, detail));
            }
        }

        /** The seals of this part: as many as have about the rows wanted under them. */
        private List<Seal> seals(long afterBatch, long pruned) throws SQLException {
            List<Seal> seals = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select " + Seal.COLUMNS + " from audit.seal s where s.batch > ? order by s.batch limit ?")) {
                statement.setLong(1, afterBatch);
                statement.setInt(2, SEALS);
                statement.setFetchSize(FETCH);
                long rows = 0;
                try (ResultSet row = statement.executeQuery()) {
                    while (rows < maxRows && row.next()) {
                        Seal seal = Seal.read(row);
                        seals.add(seal);
                        rows += seal.batch() <= pruned ? 0 : seal.count();
                    }
                }
            }
            return seals;
        }

        private void checkSeals(List<Seal> seals, @Nullable Seal before, long afterBatch, @Nullable Pruning pruning) {
            Seal previous = before;
            long expectedBatch = afterBatch + 1;
            for (Seal seal : seals) {
                batches++;
                if (seal.batch() > expectedBatch) {
                    for (long missing = expectedBatch; missing < seal.batch(); missing++) {
                        found(Kind.SEAL_REMOVED, null, missing, null, "there is no seal of this number");
                    }
                }
                boolean follows = previous != null
                        ? seal.previousHash().equals(previous.hash()) && seal.firstN() == previous.lastN() + 1
                        : seal.previousHash().equals(Hash.ZERO) && seal.firstN() == 1;
                // After a gap, which is reported, there is nothing to compare with.
                if (!follows && seal.batch() == expectedBatch) {
                    found(Kind.SEAL_ALTERED, null, seal.batch(), null, "it does not follow the seal before it");
                }
                if (!SigningKeys.verifies(keys.known(), seal.keyId(), seal.signed(service), seal.signature())) {
                    found(
                            Kind.SEAL_ALTERED,
                            null,
                            seal.batch(),
                            null,
                            keys.known().containsKey(seal.keyId())
                                    ? "its signature is not that of its content"
                                    : "it is signed by key " + seal.keyId() + ", which is not known here");
                }
                if (pruning != null
                        && seal.batch() == pruning.throughBatch()
                        && !(seal.hash().equals(pruning.hash()) && seal.lastN() == pruning.throughN())) {
                    found(
                            Kind.SEAL_ALTERED,
                            null,
                            seal.batch(),
                            null,
                            "it is not the seal up to which retention removed rows");
                }
                expectedBatch = seal.batch() + 1;
                previous = seal;
            }
        }

        private void checkRows(List<Seal> seals, @Nullable Seal before, long pruned, OutsideCopy.Reader copy)
                throws SQLException, IOException {
            List<Seal> live =
                    seals.stream().filter(seal -> seal.batch() > pruned).toList();
            if (live.isEmpty()) {
                return;
            }
            // Rows up to the last pruned seal are gone; one that stands there now was never sealed there.
            Position from = before != null && before.batch() >= pruned ? before.last() : Position.BEGINNING;
            Position through = end(live.getLast());
            try (PreparedStatement events = connection.prepareStatement("select " + AuditRow.COLUMNS
                            + " from audit.event e where (e.tx, e.seq) > (?::xid8, ?) and (e.tx, e.seq) <= (?::xid8, ?)"
                            + " order by e.tx, e.seq");
                    PreparedStatement links = connection.prepareStatement(
                            "select n, tx::text, seq, id, hash from audit.row_hash where n between ? and ? order by n")) {
                events.setString(1, from.txText());
                events.setLong(2, from.seq());
                events.setString(3, through.txText());
                events.setLong(4, through.seq());
                events.setFetchSize(FETCH);
                links.setLong(1, live.getFirst().firstN());
                links.setLong(2, live.getLast().lastN());
                links.setFetchSize(FETCH);
                try (ResultSet eventRows = events.executeQuery();
                        ResultSet linkRows = links.executeQuery()) {
                    Events here = new Events(eventRows);
                    Links chain = new Links(linkRows);
                    OutsideCopy.Reader.Batch copied = copy.next();
                    for (Seal seal : live) {
                        while (copied != null && copied.seal().batch() < seal.batch()) {
                            copied = copy.next();
                        }
                        OutsideCopy.Reader.Batch same =
                                copied != null && copied.seal().batch() == seal.batch() ? copied : null;
                        if (same == null && copied != null && copiedThrough != null) {
                            found(
                                    Kind.COPY_ALTERED,
                                    null,
                                    seal.batch(),
                                    null,
                                    "the batch is missing in the copy outside the database");
                        }
                        Map<Long, SealedBatch.Entry> proven = same == null ? Map.of() : checkCopy(seal, same);
                        checkBatch(seal, here, chain, proven);
                    }
                    while (here.current() != null) {
                        inserted(here.take());
                    }
                }
            }
        }

        /** Where the last row under a seal stands; the seal itself may have been altered, and then says so in vain. */
        private Position end(Seal seal) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("select tx::text, seq from audit.row_hash where n = ?")) {
                statement.setLong(1, seal.lastN());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? new Position(Long.parseUnsignedLong(row.getString(1)), row.getLong(2))
                            : seal.last();
                }
            }
        }

        /** What the copy proves by itself about the rows of a batch. */
        private Map<Long, SealedBatch.Entry> checkCopy(Seal seal, OutsideCopy.Reader.Batch copied) {
            if (copiedFrom == null) {
                copiedFrom = seal.batch();
            }
            copiedThrough = seal.batch();
            boolean signed = SigningKeys.verifies(
                    keys.known(),
                    copied.seal().keyId(),
                    copied.seal().signed(service),
                    copied.seal().signature());
            if (!signed) {
                found(
                        Kind.COPY_ALTERED,
                        null,
                        seal.batch(),
                        null,
                        "the seal in the copy outside the database has no valid signature");
            } else if (!copied.seal().equals(seal)) {
                found(
                        Kind.SEAL_ALTERED,
                        null,
                        seal.batch(),
                        null,
                        "the copy outside the database has another seal of this number, with hash "
                                + copied.seal().hash());
            }
            for (String fault : copied.broken()) {
                found(Kind.COPY_ALTERED, null, seal.batch(), null, "the copy outside the database has " + fault);
            }
            Map<Long, SealedBatch.Entry> proven = new HashMap<>();
            Hash hash = copied.seal().previousHash();
            long n = copied.seal().firstN();
            for (SealedBatch.Entry entry : copied.entries()) {
                Hash computed = hash.then(entry.row().canonical(service, entry.n()));
                if (entry.n() != n || !computed.equals(entry.hash())) {
                    found(
                            Kind.COPY_ALTERED,
                            entry.n(),
                            seal.batch(),
                            entry.row().id().toString(),
                            "the row in the copy outside the database is not what was sealed");
                } else if (signed) {
                    proven.put(n, entry);
                }
                hash = entry.hash();
                n = entry.n() + 1;
            }
            if (copied.entries().size() != copied.seal().count()
                    || !hash.equals(copied.seal().hash())) {
                found(
                        Kind.COPY_ALTERED,
                        null,
                        seal.batch(),
                        null,
                        "the copy outside the database has " + copied.entries().size() + " rows under a seal of "
                                + copied.seal().count() + ", or they do not lead to its hash");
                return Map.of();
            }
            return proven;
        }

        private void checkBatch(Seal seal, Events here, Links chain, Map<Long, SealedBatch.Entry> proven)
                throws SQLException {
            Hash previous = seal.previousHash();
            Hash alternative = null;
            for (long n = seal.firstN(); n <= seal.lastN(); n++) {
                checked++;
                SealedBatch.Entry proof = proven.get(n);
                Link link = chain.at(n);
                if (link == null) {
                    if (proof == null) {
                        found(Kind.REMOVED, n, seal.batch(), null, "the row's hash is gone");
                        AuditRow presumed = here.current();
                        if (presumed != null && presumed.position().compareTo(seal.last()) <= 0) {
                            previous = previous.then(here.take().canonical(service, n));
                        }
                        continue;
                    }
                    found(
                            Kind.REMOVED,
                            n,
                            seal.batch(),
                            proof.row().id().toString(),
                            "the row's hash is gone; it is " + proof.hash());
                    link = new Link(n, proof.row().position(), proof.row().id(), proof.hash());
                }
                AuditRow row = here.current();
                while (row != null && row.position().compareTo(link.position()) < 0) {
                    inserted(here.take());
                    row = here.current();
                }
                if (row == null || !row.position().equals(link.position())) {
                    expected.putIfAbsent(link.id().toString(), n);
                    found(
                            Kind.REMOVED,
                            n,
                            seal.batch(),
                            link.id().toString(),
                            proof == null
                                    ? "the row is gone"
                                    : "the row is gone: " + summary(proof.row())
                                            + ", as the copy outside the database says");
                    alternative = null;
                } else {
                    here.take();
                    alternative = checkRow(seal, n, row, link, previous, alternative, proof);
                }
                previous = link.hash();
            }
            if (!previous.equals(seal.hash()) && !(alternative != null && alternative.equals(seal.hash()))) {
                found(Kind.SEAL_ALTERED, null, seal.batch(), null, "the hash of its last row is not the one it seals");
            }
        }

        /** Returns the hash that the row has by its content where that is not the stored one. */
        private @Nullable Hash checkRow(
                Seal seal,
                long n,
                AuditRow row,
                Link link,
                Hash previous,
                @Nullable Hash alternative,
                SealedBatch.@Nullable Entry proof) {
            byte[] canonical = row.canonical(service, n);
            Hash computed = previous.then(canonical);
            String id = row.id().toString();
            if (computed.equals(link.hash())) {
                if (proof != null && !proof.hash().equals(link.hash())) {
                    found(
                            Kind.CHANGED,
                            n,
                            seal.batch(),
                            id,
                            "it was rewritten with its seal; the copy outside the database differs in "
                                    + differences(proof.row(), row));
                }
                return null;
            }
            // The hash before this one may have been altered rather than this row.
            if (alternative != null && alternative.then(canonical).equals(link.hash())) {
                return null;
            }
            // Or both, the row before and its hash; the copy still tells that this one stands as it was sealed.
            if (proof != null && proof.hash().equals(link.hash()) && proof.row().equals(row)) {
                return null;
            }
            if (!row.id().equals(link.id())) {
                expected.putIfAbsent(link.id().toString(), n);
                misplaced.add(id);
                found(
                        Kind.CHANGED,
                        n,
                        seal.batch(),
                        id,
                        "it stands at the place where row " + link.id() + " was sealed");
            } else if (proof != null && proof.row().equals(row)) {
                found(Kind.CHANGED, n, seal.batch(), id, "its stored hash was altered; the row is as it was sealed");
            } else if (proof != null) {
                found(
                        Kind.CHANGED,
                        n,
                        seal.batch(),
                        id,
                        "it is not what was sealed: " + differences(proof.row(), row)
                                + " in the copy outside the database");
            } else {
                found(Kind.CHANGED, n, seal.batch(), id, "the row, or its hash, is not what was sealed");
            }
            return computed;
        }

        private void inserted(AuditRow row) {
            misplaced.add(row.id().toString());
            found(
                    Kind.INSERTED,
                    null,
                    null,
                    row.id().toString(),
                    "a row that was never sealed stands at " + row.position() + ": " + summary(row));
        }

        private boolean isThereMore(long batch) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement("select from audit.seal where batch > ? limit 1")) {
                statement.setLong(1, batch);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next();
                }
            }
        }

        private long pending(@Nullable Seal end) throws SQLException {
            Position after = end == null ? Position.BEGINNING : end.last();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select count(*) from audit.event e where (e.tx, e.seq) > (?::xid8, ?)")) {
                statement.setString(1, after.txText());
                statement.setLong(2, after.seq());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0;
                }
            }
        }

        /** Batches that stand outside but not in the database were removed, unless they were sealed since the snapshot. */
        private void checkWhatOnlyTheCopyHas(long lastBatch) throws SQLException, IOException {
            connection.rollback();
            try (OutsideCopy.Reader rest = OutsideCopy.read(folder, lastBatch + 1)) {
                OutsideCopy.Reader.Batch batch;
                while ((batch = rest.next()) != null) {
                    boolean known = Seals.find(connection, batch.seal().batch()) != null;
                    if (!known) {
                        onlyInCopy(batch);
                    }
                    connection.rollback();
                }
            }
        }

        private void onlyInCopy(OutsideCopy.Reader.Batch batch) throws SQLException {
            long number = batch.seal().batch();
            found(
                    Kind.SEAL_REMOVED,
                    null,
                    number,
                    null,
                    "the seal of rows " + batch.seal().firstN() + " to "
                            + batch.seal().lastN() + " stands only in the copy outside the database");
            for (SealedBatch.Entry entry : batch.entries()) {
                checked++;
                AuditRow stored = find(entry.row().position());
                String id = entry.row().id().toString();
                if (stored == null) {
                    found(
                            Kind.REMOVED,
                            entry.n(),
                            number,
                            id,
                            "the row is gone: " + summary(entry.row()) + ", as the copy outside the database says");
                } else if (!stored.equals(entry.row())) {
                    found(
                            Kind.CHANGED,
                            entry.n(),
                            number,
                            id,
                            "it is not what was sealed: " + differences(entry.row(), stored)
                                    + " in the copy outside the database");
                }
            }
        }

        private @Nullable AuditRow find(Position position) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select " + AuditRow.COLUMNS + " from audit.event e where e.tx = ?::xid8 and e.seq = ?")) {
                statement.setString(1, position.txText());
                statement.setLong(2, position.seq());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? AuditRow.read(row) : null;
                }
            }
        }
    }

    private static String summary(AuditRow row) {
        return row.action() + " on " + row.resourceType() + " " + row.resourceId() + " at " + row.at();
    }

    private static String differences(AuditRow sealed, AuditRow stored) {
        List<String> names = sealed.differences(stored);
        return names.isEmpty() ? "nothing" : String.join(", ", names) + (names.size() == 1 ? " differs" : " differ");
    }

    /** The rows of a snapshot in their order, one at a time. */
    private static final class Events {

        private final ResultSet rows;
        private @Nullable AuditRow current;

        Events(ResultSet rows) throws SQLException {
            this.rows = rows;
            advance();
        }

        @Nullable
        AuditRow current() {
            return current;
        }

        AuditRow take() throws SQLException {
            AuditRow taken = java.util.Objects.requireNonNull(current);
            advance();
            return taken;
        }

        private void advance() throws SQLException {
            current = rows.next() ? AuditRow.read(rows) : null;
        }
    }

    /** The hashes of a snapshot in their order, one at a time. */
    private static final class Links {

        private final ResultSet rows;
        private @Nullable Link current;

        Links(ResultSet rows) throws SQLException {
            this.rows = rows;
            advance();
        }

        /** That of row n, or null where it is missing; to be asked in order. */
        @Nullable
        Link at(long n) throws SQLException {
            while (current != null && current.n() < n) {
                advance();
            }
            if (current == null || current.n() > n) {
                return null;
            }
            return current;
        }

        private void advance() throws SQLException {
            current = rows.next()
                    ? new Link(
                            rows.getLong(1),
                            new Position(Long.parseUnsignedLong(rows.getString(2)), rows.getLong(3)),
                            rows.getObject(4, UUID.class),
                            new Hash(rows.getBytes(5)))
                    : null;
        }
    }
}

package io.swen.platform.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.databind.JsonNode;

/**
 * A signed checkpoint: rows {@code firstN} to {@code lastN} of the chain, of which the last has hash {@code hash}.
 *
 * @param batch counted from 1 without a gap
 * @param last the last row's place in the table
 * @param previousHash of the row before {@code firstN}
 */
record Seal(
        long batch,
        long firstN,
        long lastN,
        Position last,
        Hash previousHash,
        Hash hash,
        Instant sealedAt,
        String keyId,
        byte[] signature) {

    static final String COLUMNS = "s.batch, s.first_n, s.last_n, s.last_tx::text, s.last_seq, s.previous_hash, s.hash,"
            + " s.sealed_at, s.key_id, s.signature";

    static Seal read(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                new Position(Long.parseUnsignedLong(row.getString(4)), row.getLong(5)),
                new Hash(row.getBytes(6)),
                new Hash(row.getBytes(7)),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getString(9),
                row.getBytes(10));
    }

    long count() {
        return lastN - firstN + 1;
    }

    /** What is signed: canonical JSON (RFC 8785); all its strings are of harmless characters. */
    byte[] signed(String service) {
        return document(service).getBytes(StandardCharsets.UTF_8);
    }

    /** The same as a string, which the copy outside the database holds. */
    String document(String service) {
        return "{\"batch\":" + batch
                + ",\"first_n\":" + firstN
                + ",\"hash\":\"" + hash
                + "\",\"key_id\":\"" + keyId
                + "\",\"last_n\":" + lastN
                + ",\"last_seq\":" + last.seq()
                + ",\"last_tx\":\"" + last.txText()
                + "\",\"previous_hash\":\"" + previousHash
                + "\",\"sealed_at\":\"" + sealedAt
                + "\",\"service\":\"" + service
                + "\"}";
    }

    static Seal parse(JsonNode json, byte[] signature) {
        return new Seal(
                json.path("batch").asLong(),
                json.path("first_n").asLong(),
                json.path("last_n").asLong(),
                new Position(
                        Long.parseUnsignedLong(json.path("last_tx").asString()),
                        json.path("last_seq").asLong()),
                Hash.parse(json.path("previous_hash").asString()),
                Hash.parse(json.path("hash").asString()),
                Instant.parse(json.path("sealed_at").asString()),
                json.path("key_id").asString(),
                signature);
    }

    Seal signedWith(byte[] by) {
        return new Seal(batch, firstN, lastN, last, previousHash, hash, sealedAt, keyId, by);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seal seal
                && document("").equals(seal.document(""))
                && java.util.Arrays.equals(signature, seal.signature);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(batch) * 31 + hash.hashCode();
    }
}

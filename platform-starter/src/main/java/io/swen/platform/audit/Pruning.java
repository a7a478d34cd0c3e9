package io.swen.platform.audit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A signed statement that retention removed the rows up to a batch; the chain begins with the hash at its end. */
record Pruning(long throughBatch, long throughN, Hash hash, Instant prunedAt, String keyId, byte[] signature) {

    static @Nullable Pruning last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "select through_batch, through_n, hash, pruned_at, key_id, signature from audit.pruning"
                                + " order by through_batch desc limit 1");
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? new Pruning(
                            row.getLong(1),
                            row.getLong(2),
                            new Hash(row.getBytes(3)),
                            row.getObject(4, OffsetDateTime.class).toInstant(),
                            row.getString(5),
                            row.getBytes(6))
                    : null;
        }
    }

    byte[] signed(String service) {
        return ("{\"hash\":\"" + hash + "\",\"key_id\":\"" + keyId + "\",\"pruned_at\":\"" + prunedAt
                        + "\",\"service\":\"" + service + "\",\"through_batch\":" + throughBatch + ",\"through_n\":"
                        + throughN + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    Pruning signedWith(byte[] by) {
        return new Pruning(throughBatch, throughN, hash, prunedAt, keyId, by);
    }
}

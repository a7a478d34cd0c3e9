package io.swen.platform.idempotency;

import io.swen.platform.json.CanonicalJson;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries out a POST once per Idempotency-Key: the answer is stored in the transaction of the change, and a repetition
 * gets the stored answer. Two at the same moment wait for each other on the key's row.
 */
public class Idempotency {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private record Stored(
            String requestHash,
            int status,
            @Nullable String location,
            @Nullable String body) {}

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final CanonicalJson canonical;

    public Idempotency(JdbcTemplate jdbc, TransactionTemplate transactions, JsonMapper json, CanonicalJson canonical) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json;
        this.canonical = canonical;
    }

    /**
     * Runs the action in a transaction, once per key and caller.
     *
     * @param key the Idempotency-Key header, or null to run without one
     * @param operation the method and path, so that a key counts for one call only
     * @param request the request body; another body under the same key is refused with 422
     * @throws ProblemException where the key is malformed or was used for another request
     */
    public ResponseEntity<?> once(
            @Nullable String key, String operation, Object request, Supplier<ResponseEntity<?>> action) {
        if (key == null) {
            return run(action);
        }
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.of(
                    ErrorCode.INVALID_IDEMPOTENCY_KEY, "Idempotency-Key must be 1 to 255 visible ASCII characters");
        }
        String caller = Actor.current().id().toString();
        String hash = canonical.hash(request);
        ResponseEntity<?> answer = transactions.execute(status -> {
            int claimed = jdbc.update(
                    "insert into idempotency_key (caller, operation, key, request_hash) values (?, ?, ?, ?)"
                            + " on conflict do nothing",
                    caller,
                    operation,
                    key,
                    hash);
            if (claimed == 0) {
                return stored(caller, operation, key, hash);
            }
            ResponseEntity<?> response = action.get();
            jdbc.update(
                    "update idempotency_key set status = ?, location = ?, body = ? where caller = ? and operation = ? and key = ?",
                    response.getStatusCode().value(),
                    response.getHeaders().getFirst(HttpHeaders.LOCATION),
                    response.hasBody() ? json.writeValueAsString(response.getBody()) : null,
                    caller,
                    operation,
                    key);
            return response;
        });
        return java.util.Objects.requireNonNull(answer);
    }

    private ResponseEntity<?> run(Supplier<ResponseEntity<?>> action) {
        ResponseEntity<?> answer = transactions.execute(status -> action.get());
        return java.util.Objects.requireNonNull(answer);
    }

    private ResponseEntity<?> stored(String caller, String operation, String key, String hash) {
        List<Stored> rows = jdbc.query(
                "select request_hash, status, location, body from idempotency_key where caller = ? and operation = ? and key = ?",
                (row, index) -> new Stored(row.getString(1), row.getInt(2), row.getString(3), row.getString(4)),
                caller,
                operation,
                key);
        if (rows.isEmpty()) {
            // The other request rolled back between our insert and our read.
            throw ProblemException.retryLater(
                    ErrorCode.CONFLICT, "the same request is being carried out", java.time.Duration.ofSeconds(1));
        }
        Stored row = rows.getFirst();
        if (!row.requestHash().equals(hash)) {
            throw ProblemException.of(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "this key was used before for a request with another body");
        }
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(row.status()).header("Idempotency-Replayed", "true");
        if (row.location() != null) {
            response.header(HttpHeaders.LOCATION, row.location());
        }
        return row.body() == null ? response.build() : response.body(json.readTree(row.body()));
    }
}

package io.swen.simulator.aws;

import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.Credentials;
import io.swen.simulator.protocol.Hashes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks AWS Signature Version 4 in the Authorization header. */
final class SignatureV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Why a signature was refused; each service has words of its own for it. */
    enum Refusal {
        MISSING,
        MALFORMED,
        UNKNOWN_KEY,
        EXPIRED,
        MISMATCH
    }

    /** A signature that does not hold, and which service it was meant for, as far as that can be told. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final Refusal refusal;
        private final @Nullable String service;

        RefusedException(Refusal refusal, @Nullable String service, String message) {
            super(message, null, false, false);
            this.refusal = refusal;
            this.service = service;
        }

        Refusal refusal() {
            return refusal;
        }

        @Nullable
        String service() {
            return service;
        }
    }

    private final Credentials credentials;
    private final Clock wall;

    SignatureV4(Credentials credentials, Clock wall) {
        this.credentials = credentials;
        this.wall = wall;
    }

    Caller verify(ApiRequest request) throws RefusedException {
        String authorization = request.header("authorization");
        if (authorization == null) {
            throw new RefusedException(Refusal.MISSING, null, "Request is missing Authentication Token");
        }
        Map<String, String> fields = fields(authorization);
        String[] scope = fields.getOrDefault("Credential", "").split("/");
        String signedHeaders = fields.get("SignedHeaders");
        String signature = fields.get("Signature");
        String service = scope.length == 5 ? scope[3] : null;
        String stamp = request.header("x-amz-date");
        if (service == null
                || !scope[4].equals("aws4_request")
                || signedHeaders == null
                || signature == null
                || stamp == null) {
            throw new RefusedException(
                    Refusal.MALFORMED,
                    service,
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters, and a date"
                            + " in 'X-Amz-Date'.");
        }
        var key = credentials
                .find(scope[0])
                .orElseThrow(() -> new RefusedException(
                        Refusal.UNKNOWN_KEY, service, "The security token included in the request is invalid."));
        Instant signedAt = instant(stamp, service);
        Instant now = wall.instant();
        if (Duration.between(signedAt, now).abs().compareTo(SKEW) > 0 || !stamp.startsWith(scope[1])) {
            throw new RefusedException(
                    Refusal.EXPIRED,
                    service,
                    "Signature expired: " + stamp + " is not within 5 minutes of "
                            + STAMP.format(now.atOffset(ZoneOffset.UTC)));
        }
        if (!key.accepts(request.header("x-amz-security-token"), now)) {
            throw new RefusedException(
                    Refusal.UNKNOWN_KEY, service, "The security token included in the request is invalid.");
        }
        if (!Hashes.same(signature, sign(request, key.secret(), scope, stamp, signedHeaders, service))) {
            throw new RefusedException(
                    Refusal.MISMATCH,
                    service,
                    "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                            + " Access Key and signing method. Consult the service documentation for details.");
        }
        return new Caller(scope[0], key.account(), scope[2], service);
    }

    private static String sign(
            ApiRequest request, String secret, String[] scope, String stamp, String signedHeaders, String service)
            throws RefusedException {
        String payload = request.header("x-amz-content-sha256");
        String actual = Hashes.sha256Hex(request.body());
        if (payload == null) {
            payload = actual;
        } else if (!payload.equals("UNSIGNED-PAYLOAD") && !payload.equals(actual)) {
            throw new RefusedException(
                    Refusal.MISMATCH,
                    service,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        var canonical = new StringBuilder()
                .append(request.method())
                .append('\n')
                .append(encodedPath(request.path()))
                .append('\n')
                .append(canonicalQuery(request.query()))
                .append('\n');
        boolean hostSigned = false;
        for (String name : signedHeaders.split(";")) {
            String value = request.header(name);
            hostSigned |= name.equals("host");
            canonical
                    .append(name)
                    .append(':')
                    .append(value == null ? "" : value.strip().replaceAll(" +", " "))
                    .append('\n');
        }
        if (!hostSigned) {
            throw new RefusedException(Refusal.MALFORMED, service, "'Host' must be a 'SignedHeader'.");
        }
        canonical.append('\n').append(signedHeaders).append('\n').append(payload);
        String scopeText = scope[1] + "/" + scope[2] + "/" + scope[3] + "/aws4_request";
        String toSign = ALGORITHM + "\n" + stamp + "\n" + scopeText + "\n" + Hashes.sha256Hex(canonical.toString());
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(scope[1], scope[2], scope[3], "aws4_request")) {
            key = Hashes.hmac("HmacSHA256", key, part);
        }
        return HexFormat.of().formatHex(Hashes.hmac("HmacSHA256", key, toSign));
    }

    private static Map<String, String> fields(String authorization) {
        var fields = new HashMap<String, String>();
        if (authorization.startsWith(ALGORITHM + " ")) {
            for (String part : authorization.substring(ALGORITHM.length() + 1).split(",")) {
                int eq = part.indexOf('=');
                if (eq > 0) {
                    fields.put(
                            part.substring(0, eq).strip(),
                            part.substring(eq + 1).strip());
                }
            }
        }
        return fields;
    }

    private static Instant instant(String stamp, String service) throws RefusedException {
        try {
            return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new RefusedException(
                    Refusal.MALFORMED, service, "Date must be in ISO-8601 'basic format'. Got '" + stamp + "'.");
        }
    }

    /** Services other than S3 sign the path encoded a second time. */
    private static String encodedPath(String path) {
        return path.isEmpty() ? "/" : encode(path).replace("%2F", "/");
    }

    private static String canonicalQuery(String query) {
        var encoded = new ArrayList<String>();
        for (String[] pair : ApiRequest.pairs(query)) {
            encoded.add(encode(pair[0]) + "=" + encode(pair[1]));
        }
        encoded.sort(null);
        return String.join("&", encoded);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}

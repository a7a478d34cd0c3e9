package io.swen.simulator.alibaba;

import io.swen.simulator.protocol.Credentials;
import io.swen.simulator.protocol.Hashes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Checks the signature of RPC calls: HMAC-SHA1 (or HMAC-SHA256) over method and sorted parameters, version 1.0. */
final class RpcSignature {

    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final int NONCES = 100_000;

    private final Credentials credentials;
    private final Clock wall;
    private final Map<String, Instant> nonces = new LinkedHashMap<>();

    RpcSignature(Credentials credentials, Clock wall) {
        this.credentials = credentials;
        this.wall = wall;
    }

    /** @return the account the signature belongs to */
    String verify(String method, SortedMap<String, String> parameters) {
        String keyId = parameters.get("AccessKeyId");
        if (keyId == null || keyId.isEmpty()) {
            throw AlibabaException.badRequest("MissingAccessKeyId", "AccessKeyId is mandatory for this action.");
        }
        String signature = required(parameters, "Signature");
        String nonce = required(parameters, "SignatureNonce");
        Instant at = timestamp(required(parameters, "Timestamp"));
        var key = credentials
                .find(keyId)
                .orElseThrow(() ->
                        new AlibabaException(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."));
        Instant now = wall.instant();
        if (Duration.between(at, now).abs().compareTo(SKEW) > 0) {
            throw AlibabaException.badRequest(
                    "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
        }
        if (!key.accepts(parameters.get("SecurityToken"), now)) {
            throw new AlibabaException(
                    404, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired or of another key.");
        }
        String toSign = toSign(method, parameters);
        String algorithm = switch (parameters.getOrDefault("SignatureMethod", "HMAC-SHA1")) {
            case "HMAC-SHA1" -> "HmacSHA1";
            case "HMAC-SHA256" -> "HmacSHA256";
            default ->
                throw AlibabaException.badRequest(
                        "InvalidParameter.SignatureMethod", "The specified SignatureMethod is not supported.");
        };
        byte[] secret = (key.secret() + "&").getBytes(StandardCharsets.UTF_8);
        String expected = Base64.getEncoder().encodeToString(Hashes.hmac(algorithm, secret, toSign));
        if (!Hashes.same(expected, signature)) {
            throw AlibabaException.badRequest(
                    "SignatureDoesNotMatch",
                    "Specified signature is not matched with our calculation. server string to sign is:" + toSign);
        }
        if (!firstUse(keyId + "/" + nonce, now)) {
            throw AlibabaException.badRequest("SignatureNonceUsed", "Specified signature nonce was used already.");
        }
        return key.account();
    }

    static String toSign(String method, SortedMap<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(e -> !e.getKey().equals("Signature"))
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        return method + "&" + encode("/") + "&" + encode(query);
    }

    private boolean firstUse(String nonce, Instant now) {
        synchronized (nonces) {
            // The oldest come first; what is too old to pass the time check need not be remembered.
            var oldest = nonces.entrySet().iterator();
            while (oldest.hasNext()) {
                if (oldest.next().getValue().plus(SKEW.multipliedBy(2)).isAfter(now) && nonces.size() < NONCES) {
                    break;
                }
                oldest.remove();
            }
            return nonces.putIfAbsent(nonce, now) == null;
        }
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw AlibabaException.badRequest("Missing" + name, name + " is mandatory for this action.");
        }
        return value;
    }

    private static Instant timestamp(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AlibabaException.badRequest(
                    "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}

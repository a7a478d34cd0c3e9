package io.swen.simulator.alibaba;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of an RPC call, with the refusals Alibaba Cloud answers for bad ones. */
final class RpcParameters {

    private static final Set<String> SIGNATURE = Set.of(
            "Signature",
            "SignatureNonce",
            "SignatureMethod",
            "SignatureVersion",
            "SignatureType",
            "Timestamp",
            "AccessKeyId",
            "Format",
            "SecurityToken");

    private final SortedMap<String, String> all;

    RpcParameters(SortedMap<String, String> all) {
        this.all = all;
    }

    @Nullable
    String get(String name) {
        String value = all.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String get(String name, String otherwise) {
        return Objects.requireNonNullElse(get(name), otherwise);
    }

    String required(String name) {
        String value = get(name);
        if (value == null) {
            throw AlibabaException.missing(name);
        }
        return value;
    }

    boolean flag(String name) {
        return switch (get(name, "false").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw AlibabaException.invalid(name, get(name, ""));
        };
    }

    int number(String name, int otherwise, int min, int max) {
        String value = get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw AlibabaException.invalid(name, value);
        }
        throw AlibabaException.invalid(name, value);
    }

    List<String> list(String prefix) {
        var values = new ArrayList<String>();
        for (int i = 1; all.get(prefix + "." + i) instanceof String value; i++) {
            values.add(value);
        }
        return values;
    }

    /** {@code Tag.N.Key} and {@code Tag.N.Value}. */
    Map<String, String> tags() {
        var tags = new LinkedHashMap<String, String>();
        for (int i = 1; all.get("Tag." + i + ".Key") instanceof String key; i++) {
            String value = all.getOrDefault("Tag." + i + ".Value", "");
            if (key.isEmpty() || key.length() > 128 || key.startsWith("aliyun") || key.startsWith("acs:")) {
                throw AlibabaException.badRequest(
                        "InvalidTagKey.Malformed", "The specified Tag.n.Key is not valid: " + key);
            }
            if (value.length() > 128) {
                throw AlibabaException.badRequest(
                        "InvalidTagValue.Malformed", "The specified Tag.n.Value is not valid.");
            }
            if (tags.put(key, value) != null) {
                throw AlibabaException.badRequest(
                        "InvalidTagKey.Duplicated", "The specified Tag.n.Key is duplicated: " + key);
            }
        }
        if (tags.size() > 20) {
            throw AlibabaException.badRequest("InvalidTagCount", "The specified tags are beyond the permitted range.");
        }
        return tags;
    }

    /** All parameters but those of the signature as one text, to tell two calls apart. */
    String fingerprint() {
        return all.entrySet().stream()
                .filter(e -> !SIGNATURE.contains(e.getKey()))
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("\n"));
    }
}

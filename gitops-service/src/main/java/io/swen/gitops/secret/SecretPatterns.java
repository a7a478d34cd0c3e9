package io.swen.gitops.secret;

import io.swen.gitops.contract.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Recognises what looks like a secret. Findings name the place, never the value. */
public final class SecretPatterns {

    /** Their parts are bounded: what is looked at here comes from users and may be made to exhaust an expression. */
    private static final Map<String, Pattern> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("an AWS access key", Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"));
        KNOWN.put("an Alibaba Cloud access key", Pattern.compile("\\bLTAI[0-9A-Za-z]{12,26}\\b"));
        KNOWN.put("a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"));
        KNOWN.put("a GitHub token", Pattern.compile("\\b(gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{22,})"));
        KNOWN.put("a GitLab token", Pattern.compile("\\bglpat-[0-9A-Za-z_-]{20,}"));
        KNOWN.put("a Slack token", Pattern.compile("\\bxox[abprs]-[0-9A-Za-z-]{10,}"));
        KNOWN.put("a Google API key", Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}"));
        KNOWN.put("a Hugging Face token", Pattern.compile("\\bhf_[0-9A-Za-z]{30,}"));
        KNOWN.put("a Stripe or OpenAI key", Pattern.compile("\\bsk[-_](live_|proj-)?[0-9A-Za-z_-]{20,}"));
        KNOWN.put(
                "a JSON Web Token",
                Pattern.compile("\\beyJ[0-9A-Za-z_-]{8,512}\\.eyJ[0-9A-Za-z_-]{8,}+\\.[0-9A-Za-z_-]{8}"));
        KNOWN.put(
                "a password in a URL", Pattern.compile("[a-z][a-z0-9+.-]{0,20}://[^\\s/:@]{1,200}:[^\\s/:@]{1,200}@"));
    }

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)passw(or)?d|passwd|secret|api_?key|private_?key|credential|access_?key|auth_?token|(^|_)token$");
    private static final Pattern DENSE = Pattern.compile("[0-9A-Za-z+/=_.-]{20,}");
    private static final double HIGH_ENTROPY = 4.0;

    private SecretPatterns() {}

    /** The kinds of secrets in a text. */
    public static List<String> inText(String text) {
        List<String> found = new ArrayList<>();
        KNOWN.forEach((kind, pattern) -> {
            if (pattern.matcher(text).find()) {
                found.add(kind);
            }
        });
        return found;
    }

    public static List<String> inContainer(Workload.Container container) {
        List<String> found = new ArrayList<>();
        Map<String, String> env = container.env() == null ? Map.of() : container.env();
        new TreeMap<>(env).forEach((name, value) -> {
            if (SECRET_NAME.matcher(name).find() && !value.isBlank()) {
                found.add("env " + name + " is named like a secret; put a reference under container.secrets instead");
            } else if (isDense(value)) {
                found.add("env " + name + " looks like a secret; put a reference under container.secrets instead");
            }
        });
        if (container.command() != null) {
            for (int i = 0; i < container.command().size(); i++) {
                String part = container.command().get(i);
                // Of --token=value the value.
                String value = part.substring(part.indexOf('=') + 1);
                if (isDense(value.isEmpty() ? part : value)) {
                    found.add("command[" + i + "] looks like it carries a secret");
                }
            }
        }
        return found;
    }

    /** Long, without blanks, and close to random: what a person would not have typed. */
    static boolean isDense(String value) {
        return DENSE.matcher(value).matches()
                && !value.contains("/")
                && !value.contains("..")
                && value.chars().anyMatch(Character::isDigit)
                && value.chars().anyMatch(Character::isLetter)
                && entropy(value) > HIGH_ENTROPY;
    }

    /** Shannon entropy in bits a character. */
    static double entropy(String value) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        value.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
        double entropy = 0;
        for (int count : counts.values()) {
            double share = (double) count / value.length();
            entropy -= share * Math.log(share) / Math.log(2);
        }
        return entropy;
    }
}

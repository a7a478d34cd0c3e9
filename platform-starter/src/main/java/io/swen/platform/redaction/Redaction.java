package io.swen.platform.redaction;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks what looks like a secret. Each pattern starts at a word of its own and repeats possessively or within a small bound, so that
 * the time grows with the length of the text whatever the text is.
 */
public final class Redaction {

    /** What stands in place of a secret. */
    public static final String MASK = "[redacted]";

    private static final String SECRET_WORD = "passw(?:or)?d|passphrase|secret|token|authori[sz]ation|cookie|api_?key"
            + "|private_?key|access_?key|credential|totp|recovery_?code|signature";

    private static final Pattern SECRET_NAME = Pattern.compile(SECRET_WORD);

    /** Names of fields that have one of those words, and yet are no secrets. */
    private static final Pattern OPEN_NAME =
            Pattern.compile("(?:_|^)(?:id|ids|at|type|uri|url|endpoint|name|hash|count|prefix)$");

    /**
     * One kind of secret.
     *
     * @param signs the rule can only apply to a text with one of these
     * @param pattern group 1, where there is one, is kept
     */
    private record Rule(List<String> signs, Pattern pattern, String replacement) {

        boolean mayApply(String text) {
            for (String sign : signs) {
                if (text.contains(sign)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final List<Rule> RULES = List.of(
            rule(
                    "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\\z)",
                    MASK,
                    "PRIVATE KEY"),
            rule(
                    "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){0,3}+",
                    MASK,
                    "eyJ"),
            rule("(swen_[0-9A-Za-z]{10}_)[0-9A-Za-z]{32}_[0-9A-Za-z]{6}", "$1" + MASK, "swen_"),
            rule("(?<![0-9A-Za-z])(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])", MASK, "AKIA", "ASIA"),
            rule("(?<![0-9A-Za-z])LTAI[0-9A-Za-z]{12,26}+", MASK, "LTAI"),
            rule("(?<![0-9A-Za-z])hv[sb]\\.[0-9A-Za-z_-]{20,}+", MASK, "hvs.", "hvb."),
            rule("(://)[^\\s/@:?#\"'<>]{1,128}+:[^\\s/@\"'<>]{0,256}+@", "$1" + MASK + "@", "://"),
            rule(
                    "((?:[Bb]earer|[Bb]asic|DPoP|BEARER|BASIC) {1,2})(?!realm|error|scope)[A-Za-z0-9._~+/=-]{12,}+",
                    "$1" + MASK,
                    "earer ",
                    "asic ",
                    "DPoP ",
                    "BEARER ",
                    "BASIC "),
            rule(
                    "([?&](?:code|key|sig|state|assertion|id_token_hint|AccessKeyId|X-Amz-[A-Za-z-]{1,30})=)[^\\s&#\"'<>]++",
                    "$1" + MASK,
                    "?",
                    "&"));

    /** Git's own user is none. */
    private static final Pattern MAIL_ADDRESS = Pattern.compile("(?<![A-Za-z0-9._%+-])(?!git@)[A-Za-z0-9._%+-]{1,64}+@"
            + "(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])");

    private Redaction() {}

    private static Rule rule(String regex, String replacement, String... signs) {
        return new Rule(List.of(signs), Pattern.compile(regex, Pattern.DOTALL), replacement);
    }

    /** The text with what looks like a secret masked; the same object where nothing does. */
    public static String mask(String text) {
        String masked = AssignedSecrets.mask(text);
        for (Rule rule : RULES) {
            if (rule.mayApply(masked)) {
                Matcher found = rule.pattern().matcher(masked);
                if (found.find()) {
                    masked = found.replaceAll(rule.replacement());
                }
            }
        }
        return masked;
    }

    /** The same for a text that may be absent. */
    public static @Nullable String maskOrNull(@Nullable String text) {
        return text == null ? null : mask(text);
    }

    /** The text with e-mail addresses masked, for what is kept or shown longer than the person is known. */
    public static String maskPersonal(String text) {
        return text.indexOf('@') < 0 ? text : MAIL_ADDRESS.matcher(text).replaceAll(MASK);
    }

    /** Whether a text has something in it that {@link #mask} would take out. */
    public static boolean looksSecret(String text) {
        return !AssignedSecrets.mask(text).equals(text)
                || RULES.stream()
                        .anyMatch(rule -> rule.mayApply(text)
                                && rule.pattern().matcher(text).find());
    }

    /** Whether a field of this name holds a secret, whatever its value looks like. */
    public static boolean isSecretName(String field) {
        String name = field.toLowerCase(Locale.ROOT).replace('-', '_');
        return SECRET_NAME.matcher(name).find() && !OPEN_NAME.matcher(name).find();
    }
}

package io.swen.platform.notification;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Somebody or something that is told; exactly one of the ways out. */
public record Receiver(
        @Nullable Webhook webhook,
        @Nullable Slack slack,
        @Nullable Email email) {

    /** Adds what is wrong with it to the problems of the properties at the path. */
    public void check(String path, List<String> problems) {
        int ways = (webhook == null ? 0 : 1) + (slack == null ? 0 : 1) + (email == null ? 0 : 1);
        if (ways != 1) {
            problems.add(path + ": has " + ways + " of webhook, slack and email, allowed: exactly one");
        }
        if (webhook != null) {
            checkUrl(path + ".webhook.url", webhook.url(), problems);
            webhook.check(path + ".webhook", problems);
        }
        if (slack != null) {
            checkUrl(path + ".slack.url", slack.url(), problems);
        }
        if (email != null
                && (email.to().isEmpty() || email.from() == null || email.to().size() > 50)) {
            problems.add(path + ".email: allowed: from, and 1 to 50 addresses in to");
        }
    }

    private static void checkUrl(String path, @Nullable URI url, List<String> problems) {
        if (url == null || url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            // Not shown: Slack's is a secret.
            problems.add(path + ": allowed: an address that begins with https:// or http://");
        }
    }

    /**
     * An address that gets JSON, signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> say.
     *
     * @param secret {@code whsec_} and 24 to 64 bytes in Base64
     */
    public record Webhook(@Nullable URI url, @Nullable String secret) {

        private static final String PREFIX = "whsec_";

        void check(String path, List<String> problems) {
            String problem = path + ".secret: allowed: " + PREFIX + " and 24 to 64 bytes in Base64";
            if (secret == null || !secret.startsWith(PREFIX)) {
                problems.add(problem);
                return;
            }
            try {
                int length = key().length;
                if (length < 24 || length > 64) {
                    problems.add(problem);
                }
            } catch (IllegalArgumentException e) {
                problems.add(problem);
            }
        }

        byte[] key() {
            return Base64.getDecoder().decode(String.valueOf(secret).substring(PREFIX.length()));
        }

        @Override
        public String toString() {
            return "Webhook[url=" + url + "]";
        }
    }

    /** An incoming webhook of Slack, or of one of the many that read the same. */
    public record Slack(@Nullable URI url) {

        @Override
        public String toString() {
            return "Slack[]";
        }
    }

    /** Mail by the server that {@code spring.mail} names. */
    public record Email(@Nullable String from, @DefaultValue List<String> to) {

        public Email {
            to = List.copyOf(to);
        }
    }
}

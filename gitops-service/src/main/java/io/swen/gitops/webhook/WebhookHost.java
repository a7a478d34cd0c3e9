package io.swen.gitops.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The hosts whose webhooks are understood, with the headers that say what a delivery is. */
enum WebhookHost {
    GITHUB("X-GitHub-Event", "X-GitHub-Delivery"),
    GITLAB("X-Gitlab-Event", "Idempotency-Key"),
    GITEA("X-Gitea-Event", "X-Gitea-Delivery");

    private final String eventHeader;
    private final String deliveryHeader;

    WebhookHost(String eventHeader, String deliveryHeader) {
        this.eventHeader = eventHeader;
        this.deliveryHeader = deliveryHeader;
    }

    static Optional<WebhookHost> of(String name) {
        return Arrays.stream(values()).filter(host -> host.id().equals(name)).findFirst();
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String eventHeader() {
        return eventHeader;
    }

    String deliveryHeader() {
        return deliveryHeader;
    }
}

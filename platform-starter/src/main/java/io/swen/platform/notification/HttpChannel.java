package io.swen.platform.notification;

import io.swen.platform.crypto.HmacSha256;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Posts JSON to an address: either all there is to know, signed, or a message in the form of Slack. */
final class HttpChannel implements Channel {

    private static final int LONGEST_MESSAGE = 3_000;

    private final URI url;
    private final byte @Nullable [] key;
    private final JsonMapper json;
    private final CloseableHttpClient http;
    private final InstantSource wall = InstantSource.system();

    private HttpChannel(URI url, byte @Nullable [] key, JsonMapper json, CloseableHttpClient http) {
        this.url = url;
        this.key = key;
        this.json = json;
        this.http = http;
    }

    static HttpChannel webhook(Receiver.Webhook webhook, JsonMapper json, CloseableHttpClient http) {
        return new HttpChannel(Objects.requireNonNull(webhook.url()), webhook.key(), json, http);
    }

    static HttpChannel slack(Receiver.Slack slack, JsonMapper json, CloseableHttpClient http) {
        return new HttpChannel(Objects.requireNonNull(slack.url()), null, json, http);
    }

    @Override
    public void send(Delivery delivery) throws IOException {
        HttpPost request = new HttpPost(url);
        byte[] body = json.writeValueAsBytes(key == null ? slack(delivery) : all(delivery));
        if (key != null) {
            String id = "msg_" + delivery.id();
            String timestamp = Long.toString(wall.instant().getEpochSecond());
            request.setHeader("webhook-id", id);
            request.setHeader("webhook-timestamp", timestamp);
            request.setHeader("webhook-signature", "v1," + signature(key, id + "." + timestamp + ".", body));
        }
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        int status = http.execute(request, HttpResponse::getCode);
        if (status / 100 != 2) {
            throw new IOException("it answered " + status);
        }
    }

    private static Map<String, Object> all(Delivery delivery) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", delivery.payload().path("type").asString(delivery.kind()));
        body.put("timestamp", delivery.createdWall());
        body.put("title", delivery.title());
        body.put("text", delivery.text());
        body.put("data", delivery.payload().path("data"));
        return body;
    }

    private static Map<String, Object> slack(Delivery delivery) {
        String text = escaped(delivery.text());
        return Map.of(
                "text",
                escaped(delivery.title()),
                "blocks",
                List.of(
                        Map.of(
                                "type",
                                "section",
                                "text",
                                Map.of("type", "mrkdwn", "text", "*" + escaped(delivery.title()) + "*")),
                        Map.of(
                                "type",
                                "section",
                                "text",
                                Map.of(
                                        "type",
                                        "mrkdwn",
                                        "text",
                                        text.length() > LONGEST_MESSAGE
                                                ? text.substring(0, LONGEST_MESSAGE - 1) + "…"
                                                : text.isEmpty() ? "-" : text))));
    }

    /** The three characters that mean something to Slack, so that no label can address a whole channel. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String signature(byte[] key, String prefix, byte[] body) {
        return Base64.getEncoder().encodeToString(HmacSha256.of(key, prefix.getBytes(StandardCharsets.UTF_8), body));
    }
}

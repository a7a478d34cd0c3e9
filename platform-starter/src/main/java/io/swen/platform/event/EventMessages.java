package io.swen.platform.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events as Kafka records: structured mode, with the attributes repeated as headers, so that a reader may choose without
 * parsing. The key is the subject, so that what happens to one thing stays in order.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka protocol binding</a>
 */
final class EventMessages {

    private static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private final JsonMapper json;
    private final String topic;
    private final long largest;

    EventMessages(JsonMapper json, String topic, long largest) {
        this.json = json;
        this.topic = topic;
        this.largest = largest;
    }

    /**
     * The record of an event.
     *
     * @param before the place before the event, from which its data can be asked for where they are too large
     */
    ProducerRecord<byte[], byte[]> of(CloudEvent event, @Nullable String before) {
        byte[] value = json.writeValueAsBytes(event);
        if (value.length > largest) {
            // https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/dataref.md
            ObjectNode tree = json.valueToTree(event);
            tree.remove("data");
            tree.put("dataref", "/api/v1/events?limit=1" + (before == null ? "" : "&after=" + before));
            value = json.writeValueAsBytes(tree);
        }
        List<Header> headers = new ArrayList<>();
        headers.add(header("content-type", CONTENT_TYPE));
        headers.add(header("ce_specversion", event.specversion()));
        headers.add(header("ce_id", event.id().toString()));
        headers.add(header("ce_source", event.source()));
        headers.add(header("ce_type", event.type()));
        headers.add(header("ce_subject", event.subject()));
        headers.add(header("ce_time", event.time().toString()));
        addIfPresent(headers, "ce_team", event.team());
        addIfPresent(headers, "ce_environment", event.environment());
        addIfPresent(headers, "ce_traceparent", event.traceparent());
        return new ProducerRecord<>(topic, null, null, utf8(event.subject()), value, headers);
    }

    private static void addIfPresent(List<Header> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(header(name, value));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What EC2 tells through EventBridge: rules there put its events into an SQS queue, which is read by long polling. A message is
 * deleted once its notice is stored; one that is not comes again.
 */
@Component
class AwsNotices implements SdkTelemetrySource.Notices {

    private static final Logger LOG = LoggerFactory.getLogger(AwsNotices.class);

    private static final int MESSAGES_IN_ONE_CALL = 10;
    /** So many messages are stored together at most. */
    private static final int MOST_CALLS = 10;
    /** A message that was not deleted by then is given again. */
    private static final int HIDDEN_SECONDS = 60;

    private static final int LONGEST_POLL_SECONDS = 20;
    /** EC2 takes a spot instance two minutes after its warning. */
    private static final Duration UNTIL_INTERRUPTION = Duration.ofMinutes(2);

    private final AwsClients aws;
    private final CloudProperties properties;
    private final JsonMapper json;
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    AwsNotices(AwsClients aws, CloudProperties properties, JsonMapper json) {
        this.aws = aws;
        this.properties = properties;
        this.json = json;
    }

    /** The queues, wherever instances run. */
    @Override
    public List<String> feeds(Collection<String> regions) {
        List<String> queues = properties.awsNoticeQueues();
        return queues == null ? List.of() : queues;
    }

    /**
     * Waits for messages of a queue, for as long as a call may take at most. One that answers in full holds more, which are taken
     * without waiting.
     */
    @Override
    public List<Notice> notices(String queue, Instant since) {
        int wait = (int) Math.clamp(aws.callTimeout().toSeconds() - 2, 0, LONGEST_POLL_SECONDS);
        List<Message> messages = receive(queue, wait);
        List<Notice> notices =
                new ArrayList<>(messages.stream().map(this::notice).toList());
        for (int calls = 1; calls < MOST_CALLS && messages.size() == MESSAGES_IN_ONE_CALL; calls++) {
            messages = receive(queue, 0);
            messages.stream().map(this::notice).forEach(notices::add);
        }
        return notices;
    }

    private List<Message> receive(String queue, int wait) {
        String url = url(queue);
        String region = region(queue);
        return aws.call(
                CloudAction.AWS_RECEIVE_MESSAGE,
                region,
                () -> aws.sqs(region)
                        .receiveMessage(request -> request.queueUrl(url)
                                .maxNumberOfMessages(MESSAGES_IN_ONE_CALL)
                                .visibilityTimeout(HIDDEN_SECONDS)
                                .waitTimeSeconds(wait))
                        .messages());
    }

    @Override
    public void acknowledge(String queue, List<Notice> notices) {
        String url = url(queue);
        String region = region(queue);
        for (int start = 0; start < notices.size(); start += MESSAGES_IN_ONE_CALL) {
            List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
            for (Notice notice : notices.subList(start, Math.min(notices.size(), start + MESSAGES_IN_ONE_CALL))) {
                if (notice.receipt() != null) {
                    entries.add(DeleteMessageBatchRequestEntry.builder()
                            .id("m" + entries.size())
                            .receiptHandle(notice.receipt())
                            .build());
                }
            }
            if (entries.isEmpty()) {
                continue;
            }
            var answer = aws.call(
                    CloudAction.AWS_DELETE_MESSAGE_BATCH,
                    region,
                    () -> aws.sqs(region)
                            .deleteMessageBatch(request -> request.queueUrl(url).entries(entries)));
            if (!answer.failed().isEmpty()) {
                // They come again, and are known by then.
                LOG.info(
                        "{} messages of {} could not be deleted",
                        answer.failed().size(),
                        queue);
            }
        }
    }

    private Notice notice(Message message) {
        JsonNode event;
        try {
            event = json.readTree(message.body());
        } catch (JacksonException e) {
            LOG.warn("message {} of the notice queue is no JSON; it is dropped", message.messageId());
            return other(message, Instant.EPOCH);
        }
        String instance = event.at("/detail/instance-id").asString("");
        Instant at = instant(event.path("time").asString(""));
        String region = Provider.AWS.qualify(event.path("region").asString(""));
        if (instance.isEmpty()
                || at == null
                || !event.path("source").asString("").equals("aws.ec2")) {
            LOG.warn(
                    "message {} of the notice queue is no event of an EC2 instance but {}; it is dropped",
                    message.messageId(),
                    event.path("detail-type").asString("?"));
            return other(message, at == null ? Instant.EPOCH : at);
        }
        String id = event.path("id").asString(message.messageId());
        return switch (event.path("detail-type").asString("")) {
            case "EC2 Spot Instance Interruption Warning" ->
                new Notice(
                        id,
                        message.receiptHandle(),
                        NoticeKind.INTERRUPTION,
                        region,
                        instance,
                        event.at("/detail/instance-action").asString("terminate"),
                        at,
                        at.plus(UNTIL_INTERRUPTION),
                        null);
            case "EC2 Instance Rebalance Recommendation" ->
                new Notice(id, message.receiptHandle(), NoticeKind.REBALANCE, region, instance, null, at, null, null);
            case "EC2 Instance State-change Notification" -> {
                State state = AwsInstances.state(
                        InstanceStateName.fromValue(event.at("/detail/state").asString("")));
                yield new Notice(
                        id,
                        message.receiptHandle(),
                        NoticeKind.STATE_CHANGE,
                        region,
                        instance,
                        event.at("/detail/state").asString(""),
                        at,
                        null,
                        state);
            }
            default -> other(message, at);
        };
    }

    private static Notice other(Message message, Instant at) {
        return new Notice(message.messageId(), message.receiptHandle(), NoticeKind.OTHER, "", "", null, at, null, null);
    }

    private String url(String queue) {
        String known = urls.get(queue);
        if (known == null) {
            String[] parts = queue.split(":");
            String region = region(queue);
            known = aws.call(
                    CloudAction.AWS_GET_QUEUE_URL,
                    region,
                    () -> aws.sqs(region)
                            .getQueueUrl(request -> request.queueName(parts[5]).queueOwnerAWSAccountId(parts[4]))
                            .queueUrl());
            urls.put(queue, known);
        }
        return known;
    }

    private static String region(String queue) {
        return Provider.AWS.qualify(queue.split(":")[3]);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

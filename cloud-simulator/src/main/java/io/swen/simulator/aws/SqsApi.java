package io.swen.simulator.aws;

import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.PageToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * SQS in JSON 1.0, with one queue a account: {@value #QUEUE}, into which rules of all regions put the events of EC2.
 *
 * <p>What is visible and what was deleted is kept in memory: after a restart events come again, as SQS may deliver any message
 * twice.
 */
final class SqsApi {

    static final String QUEUE = "swen-notices";

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final String ERROR_PREFIX = "com.amazonaws.sqs#";
    private static final int MOST_MESSAGES = 10;
    private static final int LONGEST_WAIT_SECONDS = 20;
    private static final int LONGEST_HIDDEN_SECONDS = 43_200;
    private static final int HIDDEN_SECONDS = 30;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final InstanceEvents events;
    private final SimulatedClock clock;
    private final Clock wall;
    private final Map<String, Messages> queues = new ConcurrentHashMap<>();

    SqsApi(Fleet fleet, SimulatedClock clock, Clock wall) {
        this.events = new InstanceEvents(fleet);
        this.clock = clock;
        this.wall = wall;
    }

    /** What happened to the messages of an account's queue; guarded by itself. */
    private static final class Messages {
        private final Map<String, Instant> hiddenUntil = new HashMap<>();
        private final Map<String, Integer> received = new HashMap<>();
        private final Set<String> deleted = new HashSet<>();

        /** What is there to be taken, the oldest first, as of {@code looked}. */
        private final Queue<InstanceEvents.Occurred> waiting = new ArrayDeque<>();

        private Instant looked = Instant.MIN;
        private Instant forgotten = Instant.MIN;

        /**
         * Takes the oldest messages that nobody holds. All of them are looked through once those that were found are taken, and at most
         * once in {@link #LOOK_AGAIN}.
         */
        synchronized List<Taken> take(
                String account, Supplier<List<InstanceEvents.Occurred>> all, int most, int hideSeconds, Instant now) {
            if (waiting.isEmpty() && !looked.isAfter(now.minus(LOOK_AGAIN))) {
                look(all.get(), now);
            }
            List<Taken> taken = new ArrayList<>();
            while (taken.size() < most && !waiting.isEmpty()) {
                InstanceEvents.Occurred occurred = waiting.remove();
                if (isFree(occurred.key(), now)) {
                    hiddenUntil.put(occurred.key(), now.plusSeconds(hideSeconds));
                    taken.add(new Taken(
                            InstanceEvents.event(account, occurred),
                            occurred.key(),
                            received.merge(occurred.key(), 1, Integer::sum)));
                }
            }
            return taken;
        }

        private void look(List<InstanceEvents.Occurred> all, Instant now) {
            looked = now;
            if (forgotten.isBefore(now.minus(FORGET_EVERY))) {
                forgotten = now;
                forget(all);
            }
            waiting.clear();
            all.stream()
                    .filter(occurred -> isFree(occurred.key(), now))
                    .sorted(Comparator.comparing(InstanceEvents.Occurred::at))
                    .forEach(waiting::add);
        }

        private boolean isFree(String key, Instant now) {
            Instant hidden = hiddenUntil.get(key);
            return !deleted.contains(key) && (hidden == null || !hidden.isAfter(now));
        }

        /** Forgets what happened to messages that are no more. */
        private void forget(List<InstanceEvents.Occurred> all) {
            Set<String> keys = new HashSet<>();
            all.forEach(occurred -> keys.add(occurred.key()));
            hiddenUntil.keySet().retainAll(keys);
            received.keySet().retainAll(keys);
            deleted.retainAll(keys);
        }

        synchronized void delete(String key) {
            deleted.add(key);
            hiddenUntil.remove(key);
        }
    }

    private record Taken(InstanceEvents.Event event, String key, int times) {}

    ApiResponse answer(String action, ApiRequest request, Caller caller, String requestId) {
        JsonNode in = JsonCall.read(request);
        Map<String, Object> content = switch (action) {
            case "GetQueueUrl" -> queueUrl(in, request, caller);
            case "ReceiveMessage" -> receive(in, caller);
            case "DeleteMessage" -> delete(in, caller);
            case "DeleteMessageBatch" -> deleteBatch(in, caller);
            default -> throw AwsException.badRequest("UnknownOperationException", "No operation " + action + ".");
        };
        return JsonCall.answer(CONTENT_TYPE, requestId, content);
    }

    static ApiResponse error(AwsException e, String requestId) {
        return JsonCall.error(CONTENT_TYPE, ERROR_PREFIX, e, requestId);
    }

    private static Map<String, Object> queueUrl(JsonNode in, ApiRequest request, Caller caller) {
        String name = in.path("QueueName").asString("");
        String owner = in.path("QueueOwnerAWSAccountId").asString(caller.account());
        if (!name.equals(QUEUE) || !owner.equals(caller.account())) {
            throw missing();
        }
        return Map.of("QueueUrl", "http://" + request.header("host") + "/" + owner + "/" + name);
    }

    private Map<String, Object> receive(JsonNode in, Caller caller) {
        Messages queue = queue(in, caller);
        int most = number(in, "MaxNumberOfMessages", 1, 1, MOST_MESSAGES);
        int hide = number(in, "VisibilityTimeout", HIDDEN_SECONDS, 0, LONGEST_HIDDEN_SECONDS);
        int wait = number(in, "WaitTimeSeconds", 0, 0, LONGEST_WAIT_SECONDS);
        Instant until = wall.instant().plusSeconds(wait);
        while (true) {
            List<Taken> taken = queue.take(
                    caller.account(), () -> events.upTo(caller.account(), clock.instant()), most, hide, wall.instant());
            if (!taken.isEmpty() || !wall.instant().isBefore(until)) {
                return taken.isEmpty()
                        ? Map.of()
                        : Map.of("Messages", taken.stream().map(SqsApi::message).toList());
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Map.of();
            }
        }
    }

    private static Map<String, Object> message(Taken taken) {
        String body = JsonMapper.shared().writeValueAsString(taken.event().body());
        var message = new LinkedHashMap<String, Object>();
        message.put("MessageId", taken.event().id());
        message.put("ReceiptHandle", PageToken.of(taken.key(), taken.times()));
        message.put("MD5OfBody", md5(body));
        message.put("Body", body);
        return message;
    }

    private Map<String, Object> delete(JsonNode in, Caller caller) {
        Messages queue = queue(in, caller);
        String id = handle(in.path("ReceiptHandle").asString(""));
        if (id == null) {
            throw AwsException.badRequest("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
        }
        queue.delete(id);
        return Map.of();
    }

    private Map<String, Object> deleteBatch(JsonNode in, Caller caller) {
        Messages queue = queue(in, caller);
        JsonNode entries = in.path("Entries");
        if (entries.isEmpty()) {
            throw AwsException.badRequest("EmptyBatchRequest", "There should be at least one entry.");
        }
        if (entries.size() > MOST_MESSAGES) {
            throw AwsException.badRequest("TooManyEntriesInBatchRequest", "At most 10 entries can be given.");
        }
        var successful = new ArrayList<Map<String, Object>>();
        var failed = new ArrayList<Map<String, Object>>();
        for (JsonNode entry : entries) {
            String id = handle(entry.path("ReceiptHandle").asString(""));
            String name = entry.path("Id").asString("");
            if (id == null) {
                failed.add(Map.of("Id", name, "Code", "ReceiptHandleIsInvalid", "SenderFault", true));
            } else {
                queue.delete(id);
                successful.add(Map.of("Id", name));
            }
        }
        return Map.of("Successful", successful, "Failed", failed);
    }

    private Messages queue(JsonNode in, Caller caller) {
        String url = in.path("QueueUrl").asString("");
        if (!url.endsWith("/" + caller.account() + "/" + QUEUE)) {
            throw missing();
        }
        return Objects.requireNonNull(queues.computeIfAbsent(caller.account(), account -> new Messages()));
    }

    private static AwsException missing() {
        return AwsException.badRequest("QueueDoesNotExist", "The specified queue does not exist.");
    }

    private static int number(JsonNode in, String name, int otherwise, int min, int max) {
        int number = in.path(name).asInt(otherwise);
        if (number < min || number > max) {
            throw AwsException.badRequest(
                    "InvalidParameterValue",
                    "Value " + number + " for parameter " + name + " is invalid. Reason: Must be between " + min
                            + " and " + max + ", if provided.");
        }
        return number;
    }

    private static @Nullable String handle(String receipt) {
        return PageToken.read(receipt, 2).map(List::getFirst).orElse(null);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}

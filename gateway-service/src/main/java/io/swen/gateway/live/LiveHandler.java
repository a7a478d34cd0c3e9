package io.swen.gateway.live;

import io.swen.gateway.limit.FrameLimits;
import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tomcat.websocket.Constants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads what clients send; that is one kind of frame, and whoever sends another is not a client of ours. */
@Component
class LiveHandler extends TextWebSocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LiveHandler.class);
    private static final String CLIENT = "swen.client";
    private static final long SEND_LIMIT_MILLIS = 10_000;

    /** The one frame that clients send. */
    record Subscribe(
            String op,
            @Nullable List<String> types,
            @Nullable String after) {

        private static final int MOST_TYPES = 64;
        private static final int LONGEST_TYPE = 100;

        Subscribe {
            if (!op.equals("subscribe")) {
                throw new IllegalArgumentException("op must be subscribe");
            }
            types = types == null ? List.of() : List.copyOf(types);
            if (types.size() > MOST_TYPES
                    || types.stream()
                            .anyMatch(
                                    type -> type.length() > LONGEST_TYPE || !type.startsWith(CloudEvent.TYPE_PREFIX))) {
                throw new IllegalArgumentException("types must be at most " + MOST_TYPES + " names, each io.swen.…");
            }
        }
    }

    private final LiveHub hub;
    private final LiveProperties properties;
    private final FrameLimits limits;
    private final JsonMapper json;
    private final InstantSource wall = InstantSource.system();

    LiveHandler(LiveHub hub, LiveProperties properties, FrameLimits limits, JsonMapper json) {
        this.limits = limits;
        this.hub = hub;
        this.properties = properties;
        this.json = json;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        LiveClient.Entry entry = (LiveClient.Entry) socket.getAttributes().get(LiveHandshake.ENTRY);
        if (entry == null) {
            throw new IllegalStateException("connected without a handshake");
        }
        if (socket instanceof StandardWebSocketSession standard) {
            standard.getNativeSession()
                    .getUserProperties()
                    .put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, SEND_LIMIT_MILLIS);
        }
        LiveClient client = new LiveClient(socket, entry, wall.instant(), properties.queue(), limits.forConnection());
        socket.getAttributes().put(CLIENT, client);
        hub.join(client);
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        LiveClient client = clientOf(socket);
        if (client == null) {
            return;
        }
        if (!client.maySend()) {
            client.close(CloseStatus.POLICY_VIOLATION.withReason("too many frames"));
            return;
        }
        try {
            Subscribe wanted = json.readValue(message.getPayload(), Subscribe.class);
            Map<SwenService, String> after = Cursor.split(wanted.after());
            hub.subscribe(client, Set.copyOf(wanted.types()), after);
        } catch (JacksonException | ProblemException | IllegalArgumentException wrong) {
            LOG.debug("{} sent a frame that is not understood", socket.getId(), wrong);
            client.close(CloseStatus.POLICY_VIOLATION.withReason(reason(wrong)));
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable failure) {
        LOG.debug("the connection {} failed", socket.getId(), failure);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        LiveClient client = clientOf(socket);
        if (client != null) {
            hub.leave(client);
        }
    }

    private static @Nullable LiveClient clientOf(WebSocketSession socket) {
        return (LiveClient) socket.getAttributes().get(CLIENT);
    }

    private static String reason(Exception wrong) {
        return wrong instanceof ProblemException
                ? "after must be a cursor that was given out here"
                : "send {\"op\":\"subscribe\",\"types\":[\"io.swen.…\"],\"after\":null}";
    }
}

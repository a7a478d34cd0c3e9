package io.swen.simulator.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP answer. */
public record ApiResponse(int status, String contentType, Map<String, String> headers, byte[] body) {

    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    public static ApiResponse of(int status, String contentType, String body) {
        return new ApiResponse(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}

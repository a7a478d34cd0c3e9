package io.swen.simulator.aws;

import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS's JSON protocols: the action stands in a header, parameters and answer are JSON objects. */
final class JsonCall {

    private JsonCall() {}

    static JsonNode read(ApiRequest request) {
        try {
            return JsonMapper.shared().readTree(request.body());
        } catch (JacksonException e) {
            throw AwsException.badRequest("SerializationException", "The body is not JSON.");
        }
    }

    static ApiResponse answer(String contentType, String requestId, Map<String, Object> content) {
        return new ApiResponse(
                200,
                contentType,
                Map.of("x-amzn-RequestId", requestId),
                JsonMapper.shared().writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
    }

    static ApiResponse error(String contentType, String typePrefix, AwsException e, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("__type", typePrefix + e.code());
        body.put("message", e.text());
        return new ApiResponse(
                e.status(),
                contentType,
                Map.of("x-amzn-RequestId", requestId, "x-amzn-ErrorType", e.code()),
                JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }
}

package io.swen.simulator.alibaba;

import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.Xml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an answer in the format the caller asked for: JSON, or XML by default. */
final class Rendering {

    private Rendering() {}

    static ApiResponse answer(String action, @Nullable String format, String requestId, Map<String, Object> content) {
        var all = new LinkedHashMap<String, Object>();
        all.put("RequestId", requestId);
        all.putAll(content);
        return render(200, action + "Response", format, all);
    }

    static ApiResponse error(AlibabaException e, @Nullable String format, String requestId, String host) {
        var all = new LinkedHashMap<String, Object>();
        all.put("RequestId", requestId);
        all.put("HostId", host);
        all.put("Code", e.code());
        all.put("Message", e.text());
        all.put("Recommend", "");
        return render(e.status(), "Error", format, all);
    }

    private static ApiResponse render(int status, String root, @Nullable String format, Map<String, Object> content) {
        if ("JSON".equalsIgnoreCase(format)) {
            return ApiResponse.of(
                    status,
                    "application/json;charset=utf-8",
                    JsonMapper.shared().writeValueAsString(content));
        }
        Xml xml = new Xml().element(root, x -> content.forEach((name, value) -> write(x, name, value)));
        return ApiResponse.of(status, "text/xml;charset=utf-8", xml.toString());
    }

    /** In JSON a list stands under the name of its items inside the name of the list; in XML its items repeat there. */
    private static void write(Xml xml, String name, @Nullable Object value) {
        switch (value) {
            case null -> xml.leaf(name, "");
            case Map<?, ?> map -> xml.element(name, x -> map.forEach((k, v) -> write(x, Objects.toString(k), v)));
            case List<?> list -> list.forEach(item -> write(xml, name, item));
            default -> xml.leaf(name, value);
        }
    }
}

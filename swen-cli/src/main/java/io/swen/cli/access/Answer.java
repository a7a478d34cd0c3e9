package io.swen.cli.access;

import io.swen.cli.console.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a call was answered.
 *
 * @param code of the problem document; null where there is none
 */
record Answer(int status, @Nullable String code) {

    static Answer of(int status, String body) {
        return new Answer(status, status < 400 ? null : code(body));
    }

    private static @Nullable String code(String body) {
        try {
            return Json.text(Json.parse(body), "code");
        } catch (JacksonException notJson) {
            return null;
        }
    }

    boolean isRefusal() {
        return status == 401 || status == 403;
    }

    @Override
    public String toString() {
        return code == null ? Integer.toString(status) : status + " " + code;
    }
}

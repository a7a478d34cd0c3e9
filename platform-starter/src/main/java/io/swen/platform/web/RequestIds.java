package io.swen.platform.web;

import io.swen.platform.id.Uuids;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** The name of a request: what the caller or the gateway called it, else one that is made up. */
public final class RequestIds {

    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestIds() {}

    /** The same for every question about one request. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String given = request.getHeader(HEADER);
        String id = given != null && USABLE.matcher(given).matches()
                ? given
                : Uuids.next().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}

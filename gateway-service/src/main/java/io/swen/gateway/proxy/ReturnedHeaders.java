package io.swen.gateway.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/** What of a service's answer reaches the caller: everything but what the gateway says itself. */
@Component
class ReturnedHeaders implements HttpHeadersFilter.ResponseHttpHeadersFilter {

    /** The trace is the same one; dates and keep-alive belong to each connection. */
    private static final Set<String> OWN = Set.of("x-trace-id", "date", "server", "keep-alive", "connection");

    @Override
    public HttpHeaders apply(HttpHeaders given, ServerResponse response) {
        HttpHeaders returned = new HttpHeaders();
        for (Map.Entry<String, List<String>> header : given.headerSet()) {
            if (!OWN.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                returned.addAll(header.getKey(), header.getValue());
            }
        }
        return returned;
    }
}

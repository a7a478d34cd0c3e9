package io.swen.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.AccessRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Holds a service's real routes against its access rules; each service has one test that calls {@link #check}. */
public final class AccessTable {

    private AccessTable() {}

    /**
     * Fails for every endpoint without a rule and every rule without an endpoint.
     *
     * @param open paths that another filter chain guards or that everyone may call, each for a reason that its chain names
     */
    public static void check(ApplicationContext context, String... open) {
        AccessRules rules = context.getBean(AccessRules.class);
        Set<String> unguarded = Set.of(open);
        List<String> uncovered = new ArrayList<>();
        List<AccessRules.Rule> unused = new ArrayList<>(rules.rules());
        for (Endpoint endpoint : endpoints(context)) {
            rules.ruleFor(endpoint.method(), endpoint.path())
                    .ifPresentOrElse(unused::remove, () -> uncovered.add(endpoint.method() + " " + endpoint.pattern()));
            if (unguarded.contains(endpoint.pattern())) {
                uncovered.remove(endpoint.method() + " " + endpoint.pattern());
            }
        }
        assertThat(uncovered).as("endpoints that no rule lists").isEmpty();
        unused.removeIf(rule ->
                rule.pattern().startsWith("/actuator/") || rule.pattern().startsWith("/v3/api-docs"));
        assertThat(unused).as("rules for endpoints that do not exist").isEmpty();
    }

    private record Endpoint(HttpMethod method, String pattern) {

        String path() {
            return pattern.replaceAll("\\{[^/]+}", "x");
        }
    }

    private static List<Endpoint> endpoints(ApplicationContext context) {
        List<Endpoint> endpoints = new ArrayList<>();
        RequestMappingHandlerMapping mapping =
                context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        for (RequestMappingInfo route : mapping.getHandlerMethods().keySet()) {
            Set<RequestMethod> methods = route.getMethodsCondition().getMethods();
            for (String pattern : route.getPatternValues()) {
                if (pattern.equals("/error")) {
                    continue;
                }
                assertThat(methods).as("methods of " + pattern).isNotEmpty();
                methods.forEach(method -> endpoints.add(new Endpoint(HttpMethod.valueOf(method.name()), pattern)));
            }
        }
        return endpoints;
    }
}

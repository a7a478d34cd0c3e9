package io.swen.identity.login;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** Draws the login page on the server; it works without any script. */
@Component
class LoginPage {

    private final String template = resource("login.html");

    /** The page with a message above the form where there is one. */
    String draw(HttpServletRequest request, @Nullable String error, @Nullable String note) {
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        String message = "";
        if (error != null) {
            message = "<p class=\"message error\" role=\"alert\">" + HtmlUtils.htmlEscape(error) + "</p>";
        } else if (note != null) {
            message = "<p class=\"message\" role=\"status\">" + HtmlUtils.htmlEscape(note) + "</p>";
        }
        String page = template;
        for (Map.Entry<String, String> part : Map.of(
                        "{{base}}",
                        HtmlUtils.htmlEscape(request.getContextPath()),
                        "{{message}}",
                        message,
                        "{{invalid}}",
                        error == null ? "" : " aria-invalid=\"true\"",
                        "{{csrf}}",
                        csrf == null ? "" : HtmlUtils.htmlEscape(csrf.getToken()))
                .entrySet()) {
            page = page.replace(part.getKey(), part.getValue());
        }
        return page;
    }

    static String resource(String name) {
        try (var in = new ClassPathResource("login/" + name).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks login/" + name, e);
        }
    }
}

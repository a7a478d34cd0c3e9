package io.swen.identity.login;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** Draws the pages of the login on the server; all but passkeys work without any script. */
@Component
class Pages {

    static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final Mustache.Compiler mustache = Mustache.compiler()
            .escapeHTML(true)
            .nullValue("")
            .withLoader(name -> new InputStreamReader(
                    new ClassPathResource("login/" + name + ".mustache").getInputStream(), StandardCharsets.UTF_8));
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    /** The page of this name; what is put into it is escaped. */
    String draw(HttpServletRequest request, String page, Map<String, ?> parts) {
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Map<String, Object> all = new HashMap<>(parts);
        all.put("base", request.getContextPath());
        all.put("csrf", csrf == null ? "" : csrf.getToken());
        return templates
                .computeIfAbsent(page, name -> mustache.compile("{{>" + name + "}}"))
                .execute(all);
    }

    /** The same as the answer to a request that a filter handles. */
    void write(HttpServletRequest request, HttpServletResponse response, String page, Map<String, ?> parts)
            throws IOException {
        response.setContentType(HTML.toString());
        response.getOutputStream().write(draw(request, page, parts).getBytes(StandardCharsets.UTF_8));
    }

    static String resource(String name) {
        try (var in = new ClassPathResource("login/" + name).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks login/" + name, e);
        }
    }
}

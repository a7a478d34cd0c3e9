package io.swen.identity.login;

import io.swagger.v3.oas.annotations.Hidden;
import io.swen.identity.federation.Federation;
import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the pages of the login's two steps, with their style sheet and script. */
@RestController
@Hidden
class LoginController {

    private static final MediaType CSS = new MediaType(MediaType.valueOf("text/css"), StandardCharsets.UTF_8);
    private static final MediaType SCRIPT = new MediaType(MediaType.valueOf("text/javascript"), StandardCharsets.UTF_8);

    private final Pages pages;
    private final Users users;
    private final SecondFactors factors;
    private final LoginProperties properties;
    private final Federation federation;
    private final String style = Pages.resource("login.css");
    private final String script = Pages.resource("passkey.js");

    LoginController(
            Pages pages, Users users, SecondFactors factors, LoginProperties properties, Federation federation) {
        this.properties = properties;
        this.federation = federation;
        this.pages = pages;
        this.users = users;
        this.factors = factors;
    }

    @GetMapping("/login")
    ResponseEntity<String> login(
            HttpServletRequest request,
            @RequestParam(name = "error", required = false) @Nullable String error,
            @RequestParam(name = "logout", required = false) @Nullable String logout,
            @RequestParam(name = "refused", required = false) @Nullable String refused) {
        if (!properties.local() && refused == null && logout == null) {
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(URI.create(request.getContextPath() + Federation.START))
                    .build();
        }
        Map<String, Object> parts = new HashMap<>();
        parts.put("title", "Sign in to SWEN");
        parts.put("script", true);
        parts.put("local", properties.local());
        parts.put("federation", federation.enabled() ? federation.name() : null);
        if (refused != null) {
            parts.put(
                    "error",
                    switch (refused) {
                        case "no-group" ->
                            "Your account at " + federation.name()
                                    + " is in none of the groups that may use SWEN. Ask your administrator for one.";
                        case "disabled" -> "Your account here is disabled.";
                        default -> "Signing in at " + federation.name() + " did not work. Try again.";
                    });
        } else if (error != null) {
            parts.put("error", "That name and password do not belong together.");
        } else if (logout != null) {
            parts.put("note", "You are signed out.");
        }
        return page(request, "login", parts);
    }

    @GetMapping("/login/factor")
    ResponseEntity<String> factor(
            HttpServletRequest request,
            @RequestParam(name = "error", required = false) @Nullable String error,
            @RequestParam(name = "replayed", required = false) @Nullable String replayed) {
        Optional<Standing> found =
                Standing.of(SecurityContextHolder.getContext().getAuthentication(), users, factors);
        if (found.isEmpty() || found.get().firstAt() == null) {
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(URI.create(request.getContextPath() + "/login"))
                    .build();
        }
        Standing standing = found.get();
        Map<String, Object> parts = new HashMap<>();
        parts.put("title", "Confirm it is you");
        parts.put("script", true);
        parts.put("name", standing.user().displayName());
        parts.put("app", standing.enrolment().authenticatorSince() != null);
        parts.put("passkey", !standing.enrolment().passkeys().isEmpty());
        parts.put(
                "form",
                standing.enrolment().authenticatorSince() != null
                        || standing.enrolment().recoveryCodesLeft() > 0);
        if (replayed != null) {
            parts.put("error", "That code was used already. Wait for the next one.");
        } else if (error != null) {
            parts.put("error", "That code is not right.");
        }
        return page(request, "factor", parts);
    }

    @GetMapping("/login.css")
    ResponseEntity<String> style() {
        return file(CSS, style);
    }

    @GetMapping("/passkey.js")
    ResponseEntity<String> script() {
        return file(SCRIPT, script);
    }

    private ResponseEntity<String> page(HttpServletRequest request, String name, Map<String, ?> parts) {
        return ResponseEntity.ok().contentType(Pages.HTML).body(pages.draw(request, name, parts));
    }

    private static ResponseEntity<String> file(MediaType type, String content) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .body(content);
    }
}

package io.swen.identity.login;

import io.swagger.v3.oas.annotations.Hidden;
import io.swen.identity.mfa.Enrolment;
import io.swen.identity.mfa.Factor;
import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.mfa.SecondFactors.Removal;
import io.swen.identity.session.LoginSessions;
import io.swen.identity.user.PasswordRules;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.crypto.Envelope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the pages on which people look after their own factors; all of them are behind {@link FreshGate}. */
@RestController
@Hidden
class SecurityPagesController {

    private static final String PENDING = SecurityPagesController.class.getName() + ".pending.";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final int LETTERS_IN_A_GROUP = 4;

    private final Pages pages;
    private final Users users;
    private final SecondFactors factors;
    private final Continuation continuation;
    private final Envelope envelope;
    private final PasswordRules rules;
    private final LoginSessions sessions;
    private final InstantSource wall = InstantSource.system();

    SecurityPagesController(
            Pages pages,
            Users users,
            SecondFactors factors,
            Continuation continuation,
            Envelope envelope,
            PasswordRules rules,
            LoginSessions sessions) {
        this.rules = rules;
        this.sessions = sessions;
        this.pages = pages;
        this.users = users;
        this.factors = factors;
        this.continuation = continuation;
        this.envelope = envelope;
    }

    @GetMapping("/security")
    ResponseEntity<String> overview(
            HttpServletRequest request, @RequestParam(name = "done", required = false) @Nullable String done) {
        User user = caller();
        Enrolment enrolment = factors.of(user);
        Map<String, Object> parts = new HashMap<>();
        parts.put("title", "Your sign-in");
        parts.put("name", user.displayName());
        Instant since = enrolment.authenticatorSince();
        parts.put("app", since == null ? null : Map.of("since", DAY.format(since)));
        List<Map<String, Object>> keys = new ArrayList<>();
        for (Enrolment.Passkey each : enrolment.passkeys()) {
            keys.add(Map.of(
                    "id",
                    each.id(),
                    "label",
                    each.label(),
                    "since",
                    day(each.createdAt()),
                    "used",
                    day(each.lastUsedAt())));
        }
        parts.put("passkeys", keys);
        parts.put("codesLeft", enrolment.recoveryCodesLeft());
        parts.put("hasFactor", enrolment.factors() > 0);
        parts.put("needsCodes", enrolment.factors() > 0 && enrolment.recoveryCodesLeft() == 0);
        parts.put("local", !users.isFederated(user.name()));
        parts.put("onward", continuation.isKept(request));
        String message = done == null ? null : Done.text(done);
        parts.put(Done.isRefusal(done) ? "error" : "note", message);
        return page(request, "security", parts);
    }

    /** Where a login is led that must have a second factor and has none. */
    @GetMapping("/security/enrol")
    ResponseEntity<String> enrol(HttpServletRequest request, HttpServletResponse response) {
        continuation.keep(request, response);
        User user = caller();
        return page(request, "enrol", Map.of("title", "Add a second factor", "required", SecondFactors.required(user)));
    }

    /** Back to what the login was for. */
    @GetMapping("/security/continue")
    ResponseEntity<String> goOn(HttpServletRequest request) {
        return redirect(continuation.takeKept(request));
    }

    @GetMapping("/security/totp")
    ResponseEntity<String> authenticator(
            HttpServletRequest request, @RequestParam(name = "error", required = false) @Nullable String error) {
        User user = caller();
        String secret = pending(request, user).orElseGet(() -> begin(request, user));
        QrCode qr = QrCode.of(SecondFactors.authenticatorUri(user, secret));
        Map<String, Object> parts = new HashMap<>();
        parts.put("title", "Authenticator app");
        parts.put("qrSize", qr.size());
        parts.put("qrPath", qr.path());
        parts.put("secret", grouped(secret));
        if (error != null) {
            parts.put("error", "That code is not right. Check that your device's clock is, and try the next code.");
        }
        return page(request, "totp", parts);
    }

    @PostMapping("/security/totp")
    ResponseEntity<String> enrolAuthenticator(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "code", defaultValue = "") String code) {
        User user = caller();
        Optional<String> secret = pending(request, user);
        if (secret.isEmpty()) {
            return redirect(request.getContextPath() + "/security/totp");
        }
        if (!factors.enrolAuthenticator(user, secret.get(), code)) {
            return redirect(request.getContextPath() + "/security/totp?error");
        }
        request.getSession().removeAttribute(PENDING + user.actorId());
        showed(request, response, Factor.TOTP);
        if (factors.of(user).recoveryCodesLeft() > 0) {
            return redirect(request.getContextPath() + "/security?done=totp");
        }
        return codes(request, user);
    }

    @PostMapping("/security/totp/remove")
    ResponseEntity<String> removeAuthenticator(HttpServletRequest request) {
        return afterRemoval(request, factors.removeAuthenticator(caller()));
    }

    @GetMapping("/security/passkeys")
    ResponseEntity<String> passkeys(HttpServletRequest request) {
        return page(request, "passkeys", Map.of("title", "Add a passkey", "script", true));
    }

    @PostMapping("/security/passkeys/remove")
    ResponseEntity<String> removePasskey(
            HttpServletRequest request, @RequestParam(name = "id", defaultValue = "") String id) {
        return afterRemoval(request, factors.removePasskey(caller(), id));
    }

    @GetMapping("/security/password")
    ResponseEntity<String> password(HttpServletRequest request) {
        return passwordPage(request, null);
    }

    /** Ends every other session of the person: whoever had the old password is out. */
    @PostMapping("/security/password")
    ResponseEntity<String> changePassword(
            HttpServletRequest request,
            @RequestParam(name = "present", defaultValue = "") String present,
            @RequestParam(name = "next", defaultValue = "") String next) {
        User user = caller();
        Optional<String> refusal = rules.refusal(user.name(), next);
        if (refusal.isPresent()) {
            return passwordPage(request, refusal.get());
        }
        if (!users.changePassword(user.name(), present, next)) {
            return passwordPage(request, "The present password is not right.");
        }
        sessions.endOthers(request, user.actorId(), "password changed");
        return redirect(request.getContextPath() + "/security?done=password");
    }

    private ResponseEntity<String> passwordPage(HttpServletRequest request, @Nullable String error) {
        Map<String, Object> parts = new HashMap<>();
        parts.put("title", "Change your password");
        parts.put("name", caller().name());
        parts.put("error", error);
        return page(request, "password", parts);
    }

    @PostMapping("/security/recovery-codes")
    ResponseEntity<String> recoveryCodes(HttpServletRequest request) {
        return codes(request, caller());
    }

    private ResponseEntity<String> codes(HttpServletRequest request, User user) {
        Optional<List<String>> codes = factors.newRecoveryCodes(user);
        if (codes.isEmpty()) {
            return redirect(request.getContextPath() + "/security?done=no-factor");
        }
        return page(request, "codes", Map.of("title", "Recovery codes", "codes", codes.get()));
    }

    private static ResponseEntity<String> afterRemoval(HttpServletRequest request, Removal removal) {
        String done = switch (removal) {
            case REMOVED -> "removed";
            case LAST_ONE -> "last";
            case UNKNOWN -> "unknown";
        };
        return redirect(request.getContextPath() + "/security?done=" + done);
    }

    /** Who has just proven a new factor has shown it: the login is as strong as it can be, under a new session id. */
    private void showed(HttpServletRequest request, HttpServletResponse response, String factor) {
        Authentication login = login();
        List<GrantedAuthority> authorities = new ArrayList<>(login.getAuthorities().stream()
                .filter(each -> !factor.equals(each.getAuthority()))
                .toList());
        authorities.add(Factor.shown(factor, wall.instant()));
        UsernamePasswordAuthenticationToken stronger = UsernamePasswordAuthenticationToken.authenticated(
                Objects.requireNonNull(login.getPrincipal()), null, authorities);
        stronger.setDetails(login.getDetails());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(stronger);
        SecurityContextHolder.setContext(context);
        request.changeSessionId();
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }

    private String begin(HttpServletRequest request, User user) {
        String secret = factors.newAuthenticatorSecret();
        // Sessions are rows in the database, where no secret stands in clear.
        request.getSession()
                .setAttribute(
                        PENDING + user.actorId(),
                        envelope.seal(pendingContext(user), secret.getBytes(StandardCharsets.US_ASCII)));
        return secret;
    }

    private Optional<String> pending(HttpServletRequest request, User user) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(PENDING + user.actorId()) instanceof String sealed
                ? Optional.of(new String(envelope.open(pendingContext(user), sealed), StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    private static String pendingContext(User user) {
        return "totp-pending:" + user.actorId();
    }

    private User caller() {
        return users.find(login().getName()).orElseThrow();
    }

    private static Authentication login() {
        return Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
    }

    private ResponseEntity<String> page(HttpServletRequest request, String name, Map<String, ?> parts) {
        return ResponseEntity.ok().contentType(Pages.HTML).body(pages.draw(request, name, parts));
    }

    private static ResponseEntity<String> redirect(String to) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(to))
                .build();
    }

    private static String day(@Nullable Instant at) {
        return at == null ? "never" : DAY.format(at);
    }

    private static String grouped(String secret) {
        return secret.replaceAll("(.{" + LETTERS_IN_A_GROUP + "})(?=.)", "$1 ");
    }

    /** What a page says after something was done; only these words can be shown by a link. */
    private static final class Done {

        private static final Map<String, String> TEXTS = Map.of(
                "totp", "The authenticator app is set up.",
                "passkey", "The passkey is set up.",
                "removed", "The factor is removed.",
                "password", "The password is changed, and all other sessions are ended.",
                "last", "Your roles demand a second factor, and this is your only one. Add another one first.",
                "unknown", "That factor does not exist any more.",
                "no-factor", "Recovery codes stand in for a factor. Add one first.");

        static @Nullable String text(String done) {
            return TEXTS.get(done);
        }

        static boolean isRefusal(@Nullable String done) {
            return "last".equals(done) || "unknown".equals(done) || "no-factor".equals(done);
        }
    }
}

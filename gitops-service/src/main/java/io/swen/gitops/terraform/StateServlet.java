package io.swen.gitops.terraform;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's half of Terraform's HTTP backend: {@code GET} and {@code POST /terraform/state/{environment}}, and {@code PUT} and
 * {@code DELETE …/lock}. Only the runs of this service can use it, each for its own environment.
 */
final class StateServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    static final String PATH = "/terraform/state/";
    private static final String LOCK = "/lock";
    private static final int LONGEST_LOCK_INFO = 64 * 1024;
    private static final int LOCKED = 423;

    private final transient TerraformStates states;
    private final transient JsonMapper json;

    StateServlet(TerraformStates states, JsonMapper json) {
        this.states = states;
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TerraformRuns.Holder holder = holderOf(request, response, "");
        if (holder == null) {
            return;
        }
        Optional<byte[]> state = states.current(holder.environment());
        if (state.isEmpty()) {
            response.setStatus(204);
            return;
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(state.get());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TerraformRuns.Holder holder = holderOf(request, response, "");
        if (holder != null) {
            answer(
                    response,
                    states.write(
                            holder,
                            request.getParameter("ID"),
                            request.getInputStream().readAllBytes()));
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TerraformRuns.Holder holder = holderOf(request, response, LOCK);
        if (holder == null) {
            return;
        }
        String info = lockInfo(request);
        String id = idOf(info);
        answer(
                response,
                id.isEmpty()
                        ? new TerraformStates.Outcome(
                                TerraformStates.Outcome.Kind.REFUSED, "the body must be lock information with an ID")
                        : states.lock(holder, id, info));
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TerraformRuns.Holder holder = holderOf(request, response, LOCK);
        if (holder != null) {
            answer(response, states.unlock(holder, idOf(lockInfo(request))));
        }
    }

    private static TerraformRuns.@org.jspecify.annotations.Nullable Holder holderOf(
            HttpServletRequest request, HttpServletResponse response, String suffix) throws IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof TerraformRuns.Holder holder)) {
            refuse(response, 401, "only a run of Terraform may do this");
            return null;
        }
        if (!(PATH + holder.environment() + suffix).equals(request.getRequestURI())) {
            refuse(response, 403, "this run may use the state of " + holder.environment() + " only");
            return null;
        }
        return holder;
    }

    private static void answer(HttpServletResponse response, TerraformStates.Outcome outcome) throws IOException {
        switch (outcome.kind()) {
            case DONE -> response.setStatus(200);
            case LOCKED_BY_ANOTHER -> {
                response.setStatus(LOCKED);
                response.setContentType("application/json");
                response.getWriter().print(outcome.text());
            }
            case NOT_LOCKED, REFUSED -> refuse(response, 409, outcome.text());
        }
    }

    private static String lockInfo(HttpServletRequest request) throws IOException {
        return new String(request.getInputStream().readNBytes(LONGEST_LOCK_INFO), StandardCharsets.UTF_8);
    }

    private String idOf(String lockInfo) {
        try {
            return json.readTree(lockInfo).path("ID").asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(why);
    }
}

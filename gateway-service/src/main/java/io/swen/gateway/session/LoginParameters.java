package io.swen.gateway.session;

import io.swen.platform.problem.ProblemException;
import io.swen.platform.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Looks at what a login is started with before it starts, and remembers in the session where it is to end. */
final class LoginParameters extends OncePerRequestFilter {

    static final String RETURN_TO = "return_to";
    private static final String ATTRIBUTE = "swen.return-to";

    private final Problems problems;

    LoginParameters(Problems problems) {
        this.problems = problems;
    }

    /** Where the login that just succeeded is to end; forgotten by that. */
    static String takeReturnPath(HttpSession session) {
        String path = (String) session.getAttribute(ATTRIBUTE);
        session.removeAttribute(ATTRIBUTE);
        return path == null ? ReturnPath.HOME : path;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals(SessionSecurity.LOGIN_URL);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            String stepUp = request.getParameter(LoginStart.STEP_UP);
            if (stepUp != null && !stepUp.equals("true")) {
                throw ProblemException.invalidField(LoginStart.STEP_UP, stepUp, "true, or left out");
            }
            String given = request.getParameter(RETURN_TO);
            String path = given == null ? null : ReturnPath.of(given);
            request.getSession().setAttribute(ATTRIBUTE, path);
        } catch (ProblemException refused) {
            problems.write(request, response, refused.code(), refused.detail(), null);
            return;
        }
        chain.doFilter(request, response);
    }
}

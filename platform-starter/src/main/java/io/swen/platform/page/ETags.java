package io.swen.platform.page;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Strong entity tags made of a version number (RFC 9110, section 8.8.3). */
public final class ETags {

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** Refuses an edit whose If-Match is absent (428) or not the current version (412). */
    public static void requireMatch(@Nullable String ifMatch, long current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw ProblemException.of(
                    ErrorCode.PRECONDITION_REQUIRED, "send If-Match with the ETag that was read, now " + of(current));
        }
        if (!ifMatch.equals("*") && !ifMatch.equals(of(current))) {
            throw ProblemException.of(
                    ErrorCode.PRECONDITION_FAILED, "If-Match is " + ifMatch + ", the current ETag is " + of(current));
        }
    }
}

package io.swen.gitops.change;

/** Why a change did not succeed. */
public record Failure(StageName stage, String code, String detail) {

    private static final int LONGEST_DETAIL = 1000;

    public Failure {
        if (detail.length() > LONGEST_DETAIL) {
            detail = detail.substring(0, LONGEST_DETAIL);
        }
    }
}

package io.swen.gitops.change;

/** How many people have to agree to a change; later ones are higher. */
public enum ApprovalLevel {
    AUTOMATIC(0, false),
    ONE_APPROVER(1, false),
    TWO_APPROVERS(2, false),
    TWO_APPROVERS_ONE_ADMIN(2, true);

    private final int required;
    private final boolean needsAdmin;

    ApprovalLevel(int required, boolean needsAdmin) {
        this.required = required;
        this.needsAdmin = needsAdmin;
    }

    public int required() {
        return required;
    }

    public boolean needsAdmin() {
        return needsAdmin;
    }
}

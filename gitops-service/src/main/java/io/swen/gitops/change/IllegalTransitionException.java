package io.swen.gitops.change;

import java.util.Locale;

/** Something was asked of a change that its state does not allow. */
public final class IllegalTransitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IllegalTransitionException(Transition transition, ChangeState state, StageName stage) {
        super("a change that is " + state.id() + " in stage " + stage.id() + " cannot "
                + transition.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}

package io.swen.gitops.terraform;

/** Terraform could not be run, or ended badly for a reason that may pass. */
public class TerraformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TerraformException(String message) {
        super(message);
    }

    TerraformException(String message, Throwable cause) {
        super(message, cause);
    }
}

/** Checks the Terraform code of infra/terraform on a pretend cloud, and says what its nodes cost. */
@NullMarked
package io.swen.cli.infra;

import org.jspecify.annotations.NullMarked;

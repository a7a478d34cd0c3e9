/** What holds automation back, and who may act for whom: modes, freeze windows, the kill switch, delegation, break-glass. */
@NullMarked
package io.swen.cli.automation;

import org.jspecify.annotations.NullMarked;

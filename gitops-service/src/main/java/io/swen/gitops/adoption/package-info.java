/** What runs already is brought under management as it is: nothing is made, changed or restarted. */
@NullMarked
package io.swen.gitops.adoption;

import org.jspecify.annotations.NullMarked;

/** AWS as its SDKs see it: EC2, the price list, CloudWatch and STS behind Signature Version 4. */
@NullMarked
package io.swen.simulator.aws;

import org.jspecify.annotations.NullMarked;

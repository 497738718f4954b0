/**
 * What is to be done, as something that can be kept, reviewed and run elsewhere: orders one after the other, each with its reason, in memory
 * or on paper (JSON). Holds no secrets and no consents: whoever runs a plan brings them. Knows no wire and remembers nothing; running a plan
 * again goes on from what is there.
 */
@NullMarked
package io.quorate.plan;

import org.jspecify.annotations.NullMarked;

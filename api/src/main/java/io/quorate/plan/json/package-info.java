/** Trees as JSON (RFC 8259) and back. The one place that knows Jackson, which need not be there; see {@code module-info}. Knows no plan. */
@NullMarked
package io.quorate.plan.json;

import org.jspecify.annotations.NullMarked;

/**
 * A PowerShell session without a language: resolves, binds and runs structured pipelines over live objects.
 */
@NullMarked
package io.quorate.lab.shell;

import org.jspecify.annotations.NullMarked;

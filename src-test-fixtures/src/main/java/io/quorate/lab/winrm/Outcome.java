package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What a request led to.
 *
 * @param started the pipeline that it started or fed; null for other requests
 */
record Outcome(HttpAnswer answer, @Nullable ServerPipeline started) {}

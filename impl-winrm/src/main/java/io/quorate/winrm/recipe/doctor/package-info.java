/** How the doctor's probes are done on Windows: reads alone, one message a question, each of which may fail by itself. */
@NullMarked
package io.quorate.winrm.recipe.doctor;

import org.jspecify.annotations.NullMarked;

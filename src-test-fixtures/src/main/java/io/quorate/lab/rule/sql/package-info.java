/**
 * What statements do to the lab's SQL Server instances and what their views show: the rules between a session
 * ({@code io.quorate.lab.sql.SqlHost}) and the state ({@code io.quorate.lab.model.sql}). Knows neither wire nor grammar.
 */
@NullMarked
package io.quorate.lab.rule.sql;

import org.jspecify.annotations.NullMarked;

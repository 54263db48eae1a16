package org.sdvgen.cli.demo;

import java.util.List;
import org.sdvgen.host.EvaluationRequest;

/**
 * A model that generates the demo's clips.
 *
 * @param name its name
 * @param label heads its column where room is short, at most 7 characters
 * @param title says what it is
 * @param look tells a reader what to look for in its clips
 * @param request how it is evaluated
 */
public record Contestant(
    String name, String label, String title, String look, EvaluationRequest request) {
  /** The base model without an adapter: blind to the subject, and given its picture. */
  public static List<Contestant> untrained() {
    return List.of(
        new Contestant(
            "base",
            "base",
            "the base model, prompt only",
            "Class, scene and motion are the prompt's; colours are its own, since it sees no"
                + " reference.",
            new EvaluationRequest(List.of(), false)),
        new Contestant(
            "base + reference",
            "+ref",
            "the base model, given the reference without any training",
            "Does the subject lie where it lies in the reference? Then the picture is pasted.",
            new EvaluationRequest(List.of(), true)));
  }
}

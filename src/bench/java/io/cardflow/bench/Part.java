package io.cardflow.bench;

/** A part of the benchmark, with all its rounds. */
interface Part {

  Section run(Platform platform);
}

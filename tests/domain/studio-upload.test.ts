import { afterEach, expect, test, vi } from "vitest";
import { uploadFile } from "~/components/composer/upload-file";
import { personHeader } from "~/domain/person-header";

afterEach(() => vi.unstubAllGlobals());

const picture = () => new File(["a"], "a.png");

/** What the browser sends with, and what it is answered. */
function fakeRequest(status = 0, responseText = "") {
  const request = {
    upload: {},
    open: vi.fn(),
    setRequestHeader: vi.fn(),
    send: vi.fn(() => queueMicrotask(() => request.onload?.())),
    onload: undefined as (() => void) | undefined,
    status,
    responseText,
  };
  vi.stubGlobal(
    "XMLHttpRequest",
    vi.fn(function open() {
      return request;
    }),
  );
  return request;
}

const wordsOf = (done: Promise<unknown>) =>
  done.then(
    () => null,
    (error: Error) => error.message,
  );

test("an upload names the person whose page it comes from", async () => {
  const request = fakeRequest(201, '{"id":"one"}');
  const { done } = uploadFile(picture(), { [personHeader]: "mira" }, () => {});
  expect(request.setRequestHeader.mock.calls).toEqual([[personHeader, "mira"]]);
  expect(request.send).toHaveBeenCalledOnce();
  expect(await done).toEqual({ id: "one" });
});

test("a file that a proxy refuses for its size is not said to have met a silent server", async () => {
  fakeRequest(413, "<html><head><title>413 Request Entity Too Large</title></head></html>");
  const words = await wordsOf(uploadFile(picture(), {}, () => {}).done);
  expect(words).toContain("takes no file of this size");
  expect(words).toContain("ask whoever runs this Roost to allow larger uploads");
  expect(words).not.toContain("did not answer");
});

test("a file that Roost itself refuses is refused in Roost's words", async () => {
  fakeRequest(413, '{"message":"A video may have 512 MB."}');
  expect(await wordsOf(uploadFile(picture(), {}, () => {}).done)).toBe("A video may have 512 MB.");
});

test.each([502, 504, 200])("an answer %i that is none of Roost's is said to be no answer", async (status) => {
  fakeRequest(status, "<html></html>");
  expect(await wordsOf(uploadFile(picture(), {}, () => {}).done)).toContain("did not answer");
});

import { afterEach, expect, test, vi } from "vitest";
import { uploadFile } from "~/components/composer/upload-file";
import { personHeader } from "~/domain/person-header";

afterEach(() => vi.unstubAllGlobals());

test("an upload names the person whose page it comes from", () => {
  const request = { upload: {}, open: vi.fn(), setRequestHeader: vi.fn(), send: vi.fn() };
  vi.stubGlobal(
    "XMLHttpRequest",
    vi.fn(function open() {
      return request;
    }),
  );
  uploadFile(new File(["a"], "a.png"), { [personHeader]: "mira" }, () => {});
  expect(request.setRequestHeader.mock.calls).toEqual([[personHeader, "mira"]]);
  expect(request.send).toHaveBeenCalledOnce();
});
